/** How often a screen reader is told of a change at most. */
const LEAST_MS = 1000;

/** Tells a polite live region what is seen: only changes, and at most once a second, the newest last. */
export function announcer(region: HTMLElement): (words: string) => void {
  let last = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return (words) => {
    clearTimeout(waiting);
    const say = (): void => {
      last = performance.now();
      if (region.textContent !== words) region.textContent = words;
    };
    const wait = last + LEAST_MS - performance.now();
    if (wait <= 0) say();
    else waiting = setTimeout(say, wait);
  };
}
