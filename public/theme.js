// Runs before the first paint. The key and the values are those of src/ui/theme.ts.
try {
  const theme = localStorage.getItem('parsimony.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden, as in a sandboxed frame; the system's theme then applies.
}
