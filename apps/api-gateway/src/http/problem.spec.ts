import { describe, expect, it } from 'vitest';
import { Problem } from './problem.js';

const told = { 'en-US': 'There is no such task.', 'zh-TW': '沒有這個任務。' };
const request = (language?: string) => ({
  url: '/tasks/7?wait=1',
  id: 'request-1',
  headers: language === undefined ? {} : { 'accept-language': language },
});

describe('the language of a problem', () => {
  it.each(['zh-TW', 'zh', 'zh-Hant-TW,en;q=0.5'])('is Chinese for %s', (language) => {
    expect(new Problem('not-found', told, { field: 'task_id' }).body(request(language))).toMatchObject({
      title: '找不到要求的資料',
      detail: '沒有這個任務。',
      hint: expect.stringContaining('請檢查'),
      code: 'not-found',
      type: 'urn:vocalborn:problem:not-found',
      field: 'task_id',
      instance: '/tasks/7',
    });
  });

  it.each(['en', 'en-GB,zh;q=0.5', 'fr', '*', undefined])('is English for %s', (language) => {
    expect(new Problem('not-found', told).body(request(language))).toMatchObject({
      title: 'The requested object does not exist',
      detail: 'There is no such task.',
    });
  });

  it('is English for a detail that is in English only', () => {
    const { title, detail } = new Problem('malformed-body', 'It breaks off.').body(request('zh-TW'));
    expect({ title, detail }).toEqual({ title: '無法讀取請求內容', detail: 'It breaks off.' });
  });
});
