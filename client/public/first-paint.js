// Runs before the first paint, so that the kept theme and language never flash. A file of its own: the page allows no inline scripts.
const { wordsEn, wordsZh } = document.currentScript.dataset;
try {
  const kept = JSON.parse(
    sessionStorage.getItem('luascope:settings') ?? localStorage.getItem('luascope:settings') ?? '{}',
  );
  const theme = kept.theme ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
  const language = kept.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
  document.documentElement.dataset.theme = theme === 'light' ? 'light' : 'dark';
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
} catch {
  // Storage is forbidden or not ours: the default theme stays.
}

// The words of that language are fetched with the app, not first after it.
const words = document.documentElement.lang === 'en' ? wordsEn : wordsZh;
for (const href of words?.split(' ') ?? [])
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
