import css from './Icon.module.css';

/** Outlines on a 16 × 16 grid, stroked with the text colour; those of `FILLED` are filled. */
const PATHS = {
  play: 'M4.5 3.2v9.6l8-4.8z',
  record: 'M14 8a6 6 0 1 1-12 0 6 6 0 0 1 12 0zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  stop: 'M5.3 2h5.4L14 5.3v5.400L10.700 14H5.300L2 10.700V5.300zM6 6l4 4M10 6l-4 4',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  right: 'M6.5 4.5L10 8l-3.5 3.5',
  arrow: 'M2.5 8h10.5M9.5 4.5L13 8l-3.5 3.5',
  reset: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v2.7h2.7',
  copy: 'M7 5.5h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5zM10.5 3.5v-.2c0-.4-.4-.8-.8-.8H3.3c-.4 0-.8.4-.8.8v6.4c0 .4.4.8.8.8h.2',
  check: 'M3.5 8.500l3 3 6-7',
  done: 'M14 8a6 6 0 1 1-12 0 6 6 0 0 1 12 0zM5.3 8.3l1.9 1.8 3.5-3.9',
  failed: 'M14 8a6 6 0 1 1-12 0 6 6 0 0 1 12 0zM8 4.800v3.700M8 10.900v.1',
  clock: 'M14 8a6 6 0 1 1-12 0 6 6 0 0 1 12 0zM8 4.6V8l2.3 1.6',
  warning: 'M8 2.2L14.500 13.500h-13zM8 6.500v3.300M8 11.600v.1',
  search: 'M11.3 7a4.300 4.300 0 1 1-8.600 0 4.300 4.300 0 0 1 8.600 0zM10.300 10.300l3.200 3.200',
  trash: 'M3 4.5h10M6.5 4.500v-1.500h3v1.500M4.300 4.500l.6 8.500h6.200l.6-8.500',
  lines: 'M3 4.500h10M3 8h10M3 11.500h6',
  theme:
    'M10.700 8a2.700 2.700 0 1 1-5.400 0 2.700 2.700 0 0 1 5.400 0zM8 1.500v1.600M8 12.900v1.600M1.500 8h1.600M12.900 8h1.600M3.400 3.400l1.100 1.100M11.500 11.500l1.100 1.100M3.400 12.600l1.100-1.100M11.500 4.500l1.100-1.100',
  key: 'M9.500 6.500a3 3 0 1 1-2.100-2.860M8.600 7.900l5 5M11.500 10.800l1.500-1.500',
  terminal: 'M2.500 3.500h11v9h-11zM5 6.500l1.800 1.700L5 9.900M8.500 10h2.500',
  reply: 'M6.500 3.500L3 7l3.500 3.500M3.300 7H9a4 4 0 0 1 4 4v1.500',
  book: 'M8 4c-1.300-1-3.200-1.300-5.500-1.200v9.400C4.800 12.100 6.700 12.500 8 13.500c1.300-1 3.200-1.400 5.500-1.300V2.800C11.200 2.700 9.300 3 8 4zM8 4v9.500',
  flask:
    'M6.300 2.500h3.400M6.800 2.500v4L3.300 12.300c-.4.700 0 1.200.8 1.200h7.800c.8 0 1.200-.5.8-1.200L9.200 6.500v-4M5.300 9.800h5.400',
  save: 'M3 2.800h8l2.200 2.200v8.200H3zM5.500 2.800v3.400h4.500V2.800M5.500 13.200V9.300h5v3.900',
  lock: 'M4 7.300h8v6H4zM5.700 7.300V5.200a2.300 2.300 0 0 1 4.600 0v2.100',
  open: 'M9.500 2.500h4v4M13.300 2.700L8 8M11.500 9v4.500h-9v-9H7',
} as const;

export type IconName = keyof typeof PATHS;
const FILLED: readonly IconName[] = ['play'];

/** Decoration only: the control around it has the name. */
export function Icon({ name, size = 16, className = '' }: { name: IconName; size?: number; className?: string }) {
  const filled = FILLED.includes(name);
  return (
    <svg
      className={`${css.icon} ${className}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      data-filled={filled || undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
