import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The tests start the built service, and send it files that ffmpeg made. */
export default function setup() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync('npx', ['nx', 'build', '@vocalborn/ai-service'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (spawnSync('which', ['ffmpeg']).status === 0) return;
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg'], { stdio: 'inherit' });
}
