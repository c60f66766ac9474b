/** Prints for a person: progress in place on a terminal, plain lines elsewhere. */
export class ConsoleOutput {
  private lastProgress = '';
  private isLineOpen = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  title(text: string): void {
    this.line('');
    this.line(`== ${text}`);
  }

  line(text: string): void {
    this.closeProgress();
    this.out.write(`${text}\n`);
  }

  /** Shows how far a long step is. Off a terminal each tenth is a line. */
  progress(label: string, done: number, total: number): void {
    const share = total > 0 ? Math.floor((done / total) * 10) * 10 : 0;
    const text = total > 1 ? `${label} ${done}/${total}` : label;
    if (this.out.isTTY) {
      this.out.write(`\r\x1b[2K   ${text}`);
      this.isLineOpen = true;
      return;
    }
    const step = `${label} ${share}`;
    if (step !== this.lastProgress) this.out.write(`   ${text}\n`);
    this.lastProgress = step;
  }

  private closeProgress(): void {
    if (this.isLineOpen) this.out.write('\r\x1b[2K');
    this.isLineOpen = false;
  }
}

/** Cuts a text to a width where Han characters count two columns. */
export function fit(text: string, columns: number): string {
  let width = 0;
  let cut = '';
  for (const character of text) {
    const own = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
      character,
    )
      ? 2
      : 1;
    if (width + own > columns - 1) return `${cut}…${' '.repeat(Math.max(0, columns - width - 1))}`;
    width += own;
    cut += character;
  }
  return cut + ' '.repeat(columns - width);
}
