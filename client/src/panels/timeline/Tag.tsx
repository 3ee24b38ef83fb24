import css from './Panel.module.css';

/** On a phone the word shrinks to its letter. */
export function Tag({ tone, word, letter }: { readonly tone: string; readonly word: string; readonly letter: string }) {
  return (
    <span className={`tag ${tone}`} aria-label={word}>
      <span className={css.word}>{word}</span>
      <span className={css.letter} aria-hidden="true">
        {letter}
      </span>
    </span>
  );
}
