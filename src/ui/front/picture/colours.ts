/** The theme's colours as a canvas takes them. */

export type Rgb = readonly [red: number, green: number, blue: number];

const tokens = {
  surface: ['--surface', 'Canvas'],
  sunk: ['--sunk', 'Canvas'],
  line: ['--line', 'GrayText'],
  lineStrong: ['--line-strong', 'GrayText'],
  text: ['--text', 'CanvasText'],
  muted: ['--muted', 'CanvasText'],
  accent: ['--accent', 'Highlight'],
  for: ['--for', 'LinkText'],
  against: ['--against', 'CanvasText'],
  dead: ['--dead', 'GrayText'],
} as const;

export type Colours = Readonly<Record<keyof typeof tokens, Rgb>>;

/** As they are now: in the chosen theme, or those of the system where a person has forced them. */
export function coloursNow(): Colours {
  const forced = window.matchMedia('(forced-colors: active)').matches;
  const probe = document.createElement('i');
  probe.hidden = true;
  probe.style.setProperty('forced-color-adjust', 'none');
  document.body.append(probe);
  const colourOf = ([token, system]: readonly [string, string]): Rgb => {
    probe.style.color = forced ? system : `var(${token})`;
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(probe)
        .color.match(/[\d.]+/gu)
        ?.map(Number) ?? [];
    return [red, green, blue];
  };
  const colours = Object.fromEntries(Object.entries(tokens).map(([name, own]) => [name, colourOf(own)])) as Colours;
  probe.remove();
  return colours;
}

export const css = ([red, green, blue]: Rgb, alpha = 1): string => `rgb(${red} ${green} ${blue} / ${alpha})`;
