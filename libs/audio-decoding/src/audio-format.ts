/** The container formats that can be told apart by content. */
export const audioFormats = ['wav', 'mp3', 'aac', 'm4a', 'flac', 'ogg', 'webm'] as const;
export type AudioFormat = (typeof audioFormats)[number];
