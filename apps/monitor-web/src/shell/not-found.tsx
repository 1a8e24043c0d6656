import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useWords } from '../language/language.js';
import { PageTitle } from '../page/page-title.js';

export function NotFound() {
  const { shell } = useWords();
  return (
    <>
      <PageTitle title={shell.notFound} />
      <Anchor component={Link} to="/">
        {shell.toOverview}
      </Anchor>
    </>
  );
}
