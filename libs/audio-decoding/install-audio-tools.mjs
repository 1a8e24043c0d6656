import { execFileSync, spawnSync } from 'node:child_process';

/** The tests decode files that real encoders made; Debian's packages are installed when they are missing. */
export default function setup() {
  const missing = ['ffmpeg', 'sox'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length === 0) return;
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { stdio: 'inherit' });
}
