// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { token } from '../api/client.js';
import { problem, type Routes } from '../fixtures/monitor.js';
import { alerts } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { Frame } from './frame.js';
import { NotFound } from './not-found.js';
import { SignedIn } from './signed-in.js';

const me = 'GET /api/me';
const content = <SignedIn>the dashboard</SignedIn>;

/** Lets in whoever has the right token. */
const guarded: Routes = {
  [me]: (response, request) => {
    if (request.headers.authorization !== 'Bearer right') {
      problem(401, 'no token')(response);
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ name: 'admin', may_act: true }));
  },
};

describe('the way in', () => {
  it('is open for whoever the monitor knows', async () => {
    await show(content);
    expect(await screen.findByText('the dashboard')).toBeTruthy();
  });

  it.each([
    ['en-US', 'Sign in'],
    ['zh-TW', '登入'],
  ] as const)('asks others in %s for a token', async (language, title) => {
    await show(content, { language, routes: guarded });
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByText('the dashboard')).toBeNull();
  });

  it('refuses a wrong token and takes the right one, by the keyboard', async () => {
    const { user } = await show(content, { routes: guarded });
    const field = await screen.findByLabelText(/Token/);
    await user.type(field, 'wrong{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('The token is invalid');
    await user.clear(await screen.findByLabelText(/Token/));
    await user.type(screen.getByLabelText(/Token/), ' right {Enter}');
    expect(await screen.findByText('the dashboard')).toBeTruthy();
    expect(token.read()).toBe('right');
  });

  it('tells why somebody who is known is not let in', async () => {
    token.keep('of a patient');
    await show(content, { routes: { [me]: problem(403, 'only administrators') } });
    expect((await screen.findByRole('alert')).textContent).toContain('only administrators');
  });

  it('shows a failure of the monitor as such', async () => {
    await show(content, { routes: { [me]: problem(500, 'broken') } });
    expect((await screen.findByRole('alert')).textContent).toContain('broken');
    expect(screen.queryByLabelText(/Token/)).toBeNull();
  });

  it('is asked for again when a token ends while a page is open', async () => {
    token.keep('right');
    const { queries } = await show(content, { routes: guarded });
    await screen.findByText('the dashboard');
    token.keep('ended');
    await queries.query({ queryKey: ['me'], staleTime: 0 }).catch(() => undefined);
    await queries.resetQueries({ queryKey: ['me'] });
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
  });
});

describe('the frame', () => {
  const rules = { 'GET /api/alerts': alerts({ state: 'firing' }, { name: 'b', state: 'firing' }, { name: 'c' }) };

  it('leads to every page, and marks the one that is open', async () => {
    await show(<Frame>content</Frame>, { routes: rules, at: '/tasks/17' });
    const menu = within(await screen.findByRole('navigation', { name: 'Main navigation' }));
    const names = menu.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(names).toEqual([
      ...['/', '/active', '/tasks', '/queues', '/workers', '/retry-policy', '/alerts', '/audit', '/docs'],
    ]);
    expect(menu.getByRole('link', { current: 'page' }).getAttribute('href')).toBe('/tasks');
  });

  it('counts the alerts that fire, and says who is signed in', async () => {
    await show(<Frame>content</Frame>, { routes: { ...rules, [me]: { name: 'guest', may_act: false } } });
    const link = await screen.findByRole('link', { name: /Alerts/ });
    await waitFor(() => expect(link.textContent).toBe('Alerts2'));
    expect(screen.getByText('Signed in as guest · read only')).toBeTruthy();
  });

  it('moves the focus to a page that was opened from the menu', async () => {
    const { user } = await show(<Frame>content</Frame>, { routes: rules });
    await user.click(await screen.findByRole('link', { name: 'Workers' }));
    expect(screen.getByTestId('address').textContent).toBe('/workers');
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('changes the language and remembers it', async () => {
    const { user } = await show(<Frame>content</Frame>, { routes: rules });
    await user.click(await screen.findByRole('radio', { name: '中文' }));
    expect(await screen.findByRole('link', { name: '總覽' })).toBeTruthy();
    expect(localStorage.getItem('vocalborn.language')).toBe('zh-TW');
    expect(document.documentElement.lang).toBe('zh-Hant-TW');
  });

  it('changes to dark colours and back', async () => {
    const { user } = await show(<Frame>content</Frame>, { routes: rules });
    await user.click(await screen.findByRole('button', { name: 'Dark colours' }));
    expect(document.documentElement.dataset['mantineColorScheme']).toBe('dark');
    await user.click(await screen.findByRole('button', { name: 'Light colours' }));
    expect(document.documentElement.dataset['mantineColorScheme']).toBe('light');
  });
});

it('an address without a page leads back to the overview', async () => {
  await show(<NotFound />, { at: '/nowhere' });
  expect(screen.getByRole('heading', { name: 'Page not found' })).toBeTruthy();
  expect(screen.getByRole('link').getAttribute('href')).toBe('/');
});
