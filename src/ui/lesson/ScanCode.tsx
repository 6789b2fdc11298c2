import { renderSVG } from 'uqr';

interface ScanCodeProps {
  readonly url: string;
  /** Of its side, in pixels. */
  readonly size: number;
}

/** Beyond it a code has so many squares that a telephone does not read it from a screen: 25 of its 40 sizes hold this much. */
export const MOST_SCANNED = 1200;

/** A code to be scanned from the wall or a sheet. The picture is made of digits alone: nothing of the address can come into it as markup. */
export function ScanCode({ url, size }: ScanCodeProps) {
  const source = `data:image/svg+xml,${encodeURIComponent(renderSVG(url, { border: 4 }))}`;
  return <img src={source} width={size} height={size} alt="The link as a code for a telephone’s camera" />;
}
