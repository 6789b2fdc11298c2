import { createElement, type ReactNode } from 'react';
import { blocksOf, type Block, type Span } from './marked-text.ts';
import styles from './Lesson.module.css';

/** A text with a few marks, which somebody else may have written: it can make nothing but letters. */
export function MarkedText({ text }: { readonly text: string }) {
  // Parts of a text have no names: they are given as arguments, not as a list, since they never change places.
  return createElement('div', { className: styles.note, dir: 'auto' }, ...blocksOf(text).map(drawnBlock));
}

function drawnBlock({ kind, lines }: Block): ReactNode {
  if (kind === 'list') return createElement('ul', null, ...lines.map((spans) => createElement('li', null, ...spans.map(drawn))));
  return createElement('p', null, ...lines.flatMap((spans, at) => [at > 0 ? '\n' : '', ...spans.map(drawn)]));
}

const tags = { strong: 'strong', emphasis: 'em', code: 'code' } as const;

const drawn = ({ kind, text }: Span): ReactNode => (kind === 'text' ? text : createElement(tags[kind], null, text));
