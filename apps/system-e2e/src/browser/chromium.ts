import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const executable = '/usr/bin/chromium';

/** How long a page may take to show something when the CPUs are busy. */
const patienceMs = 120_000;

/** Starts Debian's Chromium, which is installed first where it is missing, with letters for Chinese. */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(executable)) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = promisify(execFile);
    await install('apt-get', ['update', '-qq'], { env });
    await install('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      env,
    });
  }
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface Viewer {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page, and what it asked of others than its monitor. */
  readonly complaints: string[];
}

export interface ViewerOptions {
  readonly url: string;
  readonly credentials?: string;
  readonly locale?: string;
}

/** Somebody with a browser of their own. */
export async function openViewer(browser: Browser, { url, credentials, locale }: ViewerOptions): Promise<Viewer> {
  const [username = '', password = ''] = credentials?.split(':') ?? [];
  const context = await browser.newContext({
    baseURL: url,
    locale: locale ?? 'zh-TW',
    viewport: sizes.desktop,
    reducedMotion: 'reduce',
    ...(credentials === undefined ? {} : { httpCredentials: { username, password } }),
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A browser complains of every refused request, also of those that the page expects.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(`asked ${request.url()}`);
  });
  return { context, page, complaints };
}

export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 375, height: 812 } } as const;
