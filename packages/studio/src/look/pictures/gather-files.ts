/** A picture that the visitor gave, by the name that they know it by. */
export interface GivenFile {
  readonly file: File;
  readonly name: string;
}

/** What looks like a picture by its type, or, where a folder tells none, by its name. */
export function isPicture({ type, name }: File): boolean {
  return type.startsWith("image/") || (type === "" && /\.(jpe?g|png|webp|gif|bmp|avif|heic)$/i.test(name));
}

/** Files of an input, with their paths within the folder that was chosen. */
export function filesOfInput({ files }: HTMLInputElement): GivenFile[] {
  return [...(files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/** What was dropped, folders with all that is in them. */
export async function filesOfDrop({ items, files }: DataTransfer): Promise<GivenFile[]> {
  // Entries must be asked for before anything is awaited: then the drop is over.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...files].map((file) => ({ file, name: file.name }));
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // A folder is read a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOfEntry))).flat();
}
