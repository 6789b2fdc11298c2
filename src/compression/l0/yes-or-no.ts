/** What several settings offer. */
export const yesOrNo = [
  { value: 'no', title: 'No' },
  { value: 'yes', title: 'Yes' },
] as const;
