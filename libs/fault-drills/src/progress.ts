/** Shows progress: one line that is overwritten on a terminal, elsewhere a line every 5 s. */
export interface Progress {
  /** Shows a state that the next line replaces. */
  show(line: string): void;
  /** Prints a line that stays. */
  say(line: string): void;
}

const linesEveryMs = 5_000;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let lastAt = 0;
  const clear = stream.isTTY ? '\r\u001B[2K' : '';
  return {
    show: (line) => {
      if (stream.isTTY) stream.write(clear + line.slice(0, stream.columns - 1));
      else if (Date.now() - lastAt >= linesEveryMs) {
        lastAt = Date.now();
        stream.write(`${line}\n`);
      }
    },
    say: (line) => void stream.write(`${clear}${line}\n`),
  };
}
