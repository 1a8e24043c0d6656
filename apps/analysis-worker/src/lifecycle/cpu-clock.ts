/** Measures how much CPU this process uses. */
export class CpuClock {
  #at = performance.now();
  #used = process.cpuUsage();

  /** Cores used since the last call: 1 is one core all the time. */
  coresUsed(): number {
    const elapsedMs = performance.now() - this.#at;
    const { user, system } = process.cpuUsage(this.#used);
    this.#at += elapsedMs;
    this.#used = process.cpuUsage();
    return elapsedMs === 0 ? 0 : (user + system) / 1000 / elapsedMs;
  }
}
