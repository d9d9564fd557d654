/**
 * What a measurement says of the browser that it was made in: its kind and version, and the system; nothing that tells people apart.
 *
 * @param userAgent as `navigator.userAgent`
 */
export function browserName(userAgent: string): string {
  const kinds: readonly (readonly [RegExp, string])[] = [[/Edg\/(\d+)/, "Edge"], [/Firefox\/(\d+)/, "Firefox"], [/Chrome\/(\d+)/, "Chromium"], [/Version\/(\d+).*Safari/, "Safari"]];
  const [browser = "a browser"] = kinds.flatMap(([pattern, name]) => pattern.exec(userAgent)?.[1]?.replace(/^/, `${name} `) ?? []);
  const [system] = [[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux|CrOS/, "Linux"]].flatMap(([pattern, name]) => ((pattern as RegExp).test(userAgent) ? [name as string] : []));
  return system === undefined ? browser : `${browser} on ${system}`;
}
