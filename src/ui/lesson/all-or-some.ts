/** What is ticked one by one, or all of it. */
export const allOrSome = [
  { value: 'all', title: 'All' },
  { value: 'some', title: 'Those that I tick' },
] as const;
