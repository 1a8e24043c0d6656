// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../fixtures/show.js';
import { Quoted, shortId, Time } from './text.js';

describe('a time', () => {
  it('that is unknown is a dash', async () => {
    const { container } = await show(<Time at={null} />);
    expect(screen.getByText('–')).toBeTruthy();
    expect(container.querySelector('time')).toBeNull();
  });

  it.each([
    ['en-US', /2020/],
    ['zh-TW', /2020年/],
  ] as const)('has its full form as tooltip in %s', async (language, full) => {
    const { container } = await show(<Time at="2020-06-15T12:00:00Z" />, { language });
    const time = container.querySelector('time')!;
    expect(time.dateTime).toBe('2020-06-15T12:00:00Z');
    expect(time.title).toMatch(full);
    expect(time.textContent).not.toMatch(full);
  });
});

it('foreign text keeps its letters and is isolated', async () => {
  await show(<Quoted>{'<b>שלום</b>'}</Quoted>);
  expect(screen.getByText('<b>שלום</b>').tagName).toBe('BDI');
});

it.each([
  ['12345678-0000-4000-8000-000000000000', '12345678'],
  ['a', 'a'],
  ['', ''],
])('the short form of “%s” is “%s”', (id, text) => expect(shortId(id)).toBe(text));
