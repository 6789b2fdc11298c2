/** A text in which `*stars*` set off what is stressed. It is text and nothing else. */
export const Rich = ({ text }: { readonly text: string }) =>
  text.split('*').map((part, index) =>
    // The parts have no names, and change only with the text.
    // oxlint-disable-next-line react/no-array-index-key
    index % 2 === 1 ? <em key={index}>{part}</em> : part,
  );
