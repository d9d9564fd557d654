/** Puts a package as it is published into a folder. @returns its own folder there, `folder`/node_modules/NAME */
export function stagePackage(name: string, folder: string): Promise<string>;
