import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Route, Routes } from 'react-router';
import { LanguageProvider } from './language/language.js';
import { Live } from './live/live.js';
import { Frame } from './shell/frame.js';
import { NotFound } from './shell/not-found.js';
import { pages } from './shell/pages.js';
import { createQueryClient } from './shell/query-client.js';
import { SignedIn } from './shell/signed-in.js';
import { theme } from './page/theme.js';
import { TaskDetailPage } from './task/task-detail-page.js';

const queries = createQueryClient();

/** Root component: providers, login, frame and routes. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <ModalsProvider>
            <Notifications position="bottom-right" />
            <BrowserRouter>
              <SignedIn>
                <Live>
                  <Frame>
                    <Routes>
                      {pages.map(({ path, Page }) => (
                        <Route key={path} path={path} element={<Page />} />
                      ))}
                      <Route path="/tasks/:taskId" element={<TaskDetailPage />} />
                      <Route path="*" element={<NotFound />} />
                    </Routes>
                  </Frame>
                </Live>
              </SignedIn>
            </BrowserRouter>
          </ModalsProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
