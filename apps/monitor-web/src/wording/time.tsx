import { Text } from '@mantine/core';
import { useSpeech } from '../language/language.js';
import { momentOf, shortMoment } from './moment.js';

/** A moment in short; whole when it is pointed at. */
export function Time({ at }: { readonly at: string | null }) {
  const { language, words } = useSpeech();
  if (at === null)
    return (
      <Text span inherit>
        {words.time.never}
      </Text>
    );
  return (
    <time dateTime={at} title={momentOf(at, language)} className="one-line">
      {shortMoment(at, language)}
    </time>
  );
}
