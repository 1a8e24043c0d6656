/** Escapes text for SVG. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Colours of the series, told apart also without colour by their order. Readable on white and on black. */
export const colours = ['#3b82c4', '#d97706', '#4d9f58', '#b4589f', '#7a7f87'] as const;

/** Size of the drawing area, and the space for titles around it. */
export const frame = { width: 720, left: 76, right: 24, top: 64, bottom: 56 } as const;

/**
 * Numbers for the marks of an axis, from 0 to the first one that is not below the largest value: steps of 1, 2 or 5
 * times a power of ten.
 */
export function axisMarks(largest: number, wanted = 5): number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const count = Math.ceil(Number((largest / step).toFixed(6)));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** A text at a place. */
export function label(x: number, y: number, text: string, attributes = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(text)}</text>`;
}

/** A coordinate with one digit: files stay small, and the same figures give the same file. */
export const round = (value: number): number => Number(value.toFixed(1));

/** A whole drawing. Its text has the colour of the page's scheme, and its background is the page's. */
export function drawing(height: number, title: string, parts: readonly string[]): string {
  const style = `text { font: 12px system-ui, sans-serif; fill: #57606a } .title { font-size: 15px; font-weight: 600 }
    .grid { stroke: #8c959f; stroke-opacity: .3 } .target { stroke: #cf222e; stroke-dasharray: 5 4; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) { text { fill: #9da7b3 } .target { stroke: #f47067 } }`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    label(frame.left, 24, title, 'class="title"'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** The names of the series, beside their colours. */
export function legend(names: readonly string[]): string[] {
  let x: number = frame.left;
  return names.flatMap((name, index) => {
    const at = x;
    x += 30 + 7 * name.length;
    return [
      `<rect x="${at}" y="36" width="12" height="12" fill="${colours[index % colours.length]}"/>`,
      label(at + 18, 46, name),
    ];
  });
}
