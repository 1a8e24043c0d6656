/** Draws a result for the patient: the recording, and its melody over the example's. Pure: numbers in, SVG out. */
export { drawResult, type DrawnResult, type PictureOptions } from './draw-result.js';
export { pictureLanguages, pictureThemes, type PictureLanguage, type PictureTheme } from './words-and-colours.js';
