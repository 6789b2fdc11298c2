/** Lessons in frames of other pages: the address that shows the figure and Run alone, and the HTML that puts it there. */

const EMBED = 'embed';

/** Whether an address asks for the layout of a frame. */
export const isEmbedAddress = ({ search }: Pick<Location, 'search'>): boolean => new URLSearchParams(search).has(EMBED);

/** The same link in the layout of a frame. */
export function embedAddress(url: string): string {
  const address = new URL(url);
  address.searchParams.set(EMBED, '1');
  return address.href;
}

/** The address of the page without the layout of a frame, for links that are made in one. */
export function wholeAddress(url: string): string {
  const address = new URL(url);
  address.searchParams.delete(EMBED);
  return address.href;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => escapes[sign] ?? sign);

/** HTML for the page of a course. @param title what screen readers call the frame */
export const iframeOf = (url: string, title: string): string =>
  `<iframe src="${escaped(url)}" title="${escaped(title)}" width="640" height="360" style="border:0" loading="lazy" allow="clipboard-write"></iframe>`;
