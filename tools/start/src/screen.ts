const width = 30;

/** Says things to the person at the terminal; a progress bar on a terminal, plain lines elsewhere. */
export class Screen {
  private drawn = '';
  private readonly live: boolean;

  constructor(private readonly out: NodeJS.WriteStream) {
    this.live = out.isTTY;
    // Whoever read the output may be gone (`npm start | head`); the system stays up all the same.
    out.on('error', () => undefined);
  }

  say(line = ''): void {
    this.endBar();
    this.out.write(`${line}\n`);
  }

  /** Shows how far something is; the same thing twice is shown once. */
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
