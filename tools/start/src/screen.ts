const width = 30;

/** Prints lines and a progress bar; the bar is redrawn on a terminal and printed as lines elsewhere. */
export class Screen {
  private drawn = '';
  private readonly live: boolean;

  constructor(private readonly out: NodeJS.WriteStream) {
    this.live = out.isTTY;
    // The reader may close the pipe (`npm start | head`); the system stays up.
    out.on('error', () => undefined);
  }

  say(line = ''): void {
    this.endBar();
    this.out.write(`${line}\n`);
  }

  /** Shows the progress; repeated identical states are shown once. */
  bar(percent: number, what: string): void {
    const share = Math.round((Math.min(Math.max(percent, 0), 100) / 100) * width);
    const text = `  ${'█'.repeat(share)}${'░'.repeat(width - share)} ${String(Math.round(percent)).padStart(3)} %  ${what}`;
    if (text === this.drawn) return;
    this.out.write(this.live ? `\r\u001b[2K${text}` : `${text}\n`);
    this.drawn = text;
  }

  private endBar(): void {
    if (this.live && this.drawn !== '') this.out.write('\n');
    this.drawn = '';
  }
}
