// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { ApiError } from '@vocalborn/client';
import { describe, expect, it } from 'vitest';
import { show } from '../fixtures/show.js';
import { Failure } from './failure.js';
import { PageTitle } from './page-title.js';
import { useConfirm, type Outcome } from './use-confirm.js';

/** A button that asks before it acts. */
function Ask({ act }: { readonly act: () => Promise<Outcome> }) {
  const confirm = useConfirm();
  return (
    <button onClick={() => confirm({ question: 'Sure?', explanation: 'It ends.', label: 'End', act })}>ask</button>
  );
}

const ask = async (act: () => Promise<Outcome>, language: 'en-US' | 'zh-TW' = 'en-US') => {
  const shown = await show(<Ask act={act} />, { language });
  await shown.user.click(screen.getByRole('button', { name: 'ask' }));
  return { ...shown, dialog: within(await screen.findByRole('dialog', { name: 'Sure?' })) };
};

describe('a confirmation', () => {
  it('acts only after the button was pressed', async () => {
    let calls = 0;
    const act = () => Promise.resolve({ message: `call ${(calls += 1)}` });
    const { user, dialog } = await ask(act);
    expect(dialog.getByText('It ends.')).toBeTruthy();
    expect(calls).toBe(0);
    await user.click(dialog.getByRole('button', { name: 'End' }));
    expect(await screen.findByText('call 1')).toBeTruthy();
    expect(calls).toBe(1);
  });

  it.each([
    ['en-US', 'Go back'],
    ['zh-TW', '返回'],
  ] as const)('does nothing when it is declined in %s', async (language, label) => {
    let calls = 0;
    const act = () => Promise.resolve({ message: `call ${(calls += 1)}` });
    const { user, dialog } = await ask(act, language);
    await user.click(dialog.getByText(label));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls).toBe(0);
  });

  it.each<[string, 'en-US' | 'zh-TW', () => Promise<Outcome>, string, string]>([
    ['done', 'en-US', () => Promise.resolve({ message: 'all' }), 'Done', 'all'],
    ['partly done', 'en-US', () => Promise.resolve({ message: 'some', isPartial: true }), 'Partly done', 'some'],
    ['partly done', 'zh-TW', () => Promise.resolve({ message: 'some', isPartial: true }), '未全部完成', 'some'],
    ['refused', 'en-US', () => Promise.reject(new ApiError(409, 'too late')), 'Not done', 'too late'],
    ['unreachable', 'en-US', () => Promise.reject(new ApiError(0, '')), 'Not done', 'The monitor cannot be reached'],
    ['unreachable', 'zh-TW', () => Promise.reject(new ApiError(0, '')), '未執行', '無法連上監控服務'],
    ['broken', 'en-US', () => Promise.reject(new TypeError('a fault')), 'Not done', 'TypeError: a fault'],
  ])('notifies that the action is %s in %s', async (_, language, act, title, text) => {
    const { user, dialog } = await ask(act, language);
    await user.click(dialog.getByRole('button', { name: 'End' }));
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByText(text)).toBeTruthy();
  });

  it.each([
    ['success', () => Promise.resolve({ message: 'finished' }), 'finished'],
    ['failure', () => Promise.reject(new ApiError(409, 'refused')), 'refused'],
  ])('reloads the tables after %s', async (_, act, text) => {
    const { user, dialog, queries } = await ask(act);
    queries.setQueryData(['tasks'], {});
    await user.click(dialog.getByRole('button', { name: 'End' }));
    await screen.findByText(text);
    await waitFor(() => expect(queries.getQueryState(['tasks'])?.isInvalidated).toBe(true));
  });
});

describe('a failure', () => {
  it.each([
    [0, 'en-US', 'The monitor cannot be reached', 'Try again'],
    [503, 'en-US', 'Loading failed', 'Try again'],
    [0, 'zh-TW', '無法連上監控服務', '再試一次'],
    [503, 'zh-TW', '讀取失敗', '再試一次'],
  ] as const)('of status %i in %s is “%s”', async (status, language, title, button) => {
    let retries = 0;
    const failure = <Failure error={new ApiError(status, 'the reason')} onRetry={() => (retries += 1)} />;
    const { user } = await show(failure, { language });
    expect(screen.getByRole('alert').textContent).toContain(title);
    expect(screen.getByRole('alert').textContent).toContain('the reason');
    await user.tab();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: button }));
    expect(retries).toBe(1);
  });

  it.each([
    [undefined, false],
    [0, false],
    [Date.UTC(2026, 0, 1), true],
  ])('with data read at %s says that it may be out of date: %s', async (shownSince, isSaid) => {
    const age = shownSince === undefined ? {} : { shownSince };
    await show(<Failure error={new ApiError(503, '')} onRetry={() => undefined} {...age} />);
    expect(screen.queryByText(/may be out of date/) !== null).toBe(isSaid);
  });
});

it.each([
  ['en-US', 'Tasks · VocalBorn Monitor'],
  ['zh-TW', 'Tasks · VocalBorn 監控'],
] as const)('the title of the page is the title of the tab in %s', async (language, title) => {
  await show(<PageTitle title="Tasks">beside</PageTitle>, { language });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Tasks');
  expect(document.title).toBe(title);
});
