/** Numbers and times in a language. Digits are grouped by a narrow blank in both, as in the panels they stand in columns. */
export function formats(locale: 'en' | 'zh-CN') {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  const count = (n: number): string => whole.format(n).replaceAll(',', '\u202f');
  const second = locale === 'en' ? 's' : '秒';
  const seconds = (ms: number): string => `${tenths.format(ms / 1000)} ${second}`;
  return {
    /** `2 104 377` */
    count,
    /** Milliseconds as `5.0 s`. */
    seconds,
    /** Microseconds as `214 µs`, `1.2 ms` or `5.0 s`; nothing is more exact than the clock. */
    duration: (us: number): string =>
      us < 5
        ? '<5 µs'
        : us < 1000
          ? `${count(us)} µs`
          : us < 1_000_000
            ? `${tenths.format(us / 1000)} ms`
            : seconds(us / 1000),
    /** Milliseconds of the epoch as `14:02:11`. */
    time: (epoch: number): string => clock.format(epoch),
    /** Milliseconds to live as `30 s`, `5 min`, `2 h` or `3 d`. */
    ttl: (ms: number): string =>
      ms <= 0
        ? `0 s`
        : ms < 120_000
          ? `${Math.max(1, Math.round(ms / 1000))} s`
          : ms < 7_200_000
            ? `${Math.round(ms / 60_000)} min`
            : ms < 172_800_000
              ? `${Math.round(ms / 3_600_000)} h`
              : `${Math.round(ms / 86_400_000)} d`,
  };
}
