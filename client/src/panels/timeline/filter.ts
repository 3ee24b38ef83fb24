import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

/** What is looked for in the timeline; undefined while the field is closed. Not kept: it belongs to one look at one run. */
const filter = createStore<{ readonly words: string | undefined }>(() => ({ words: undefined }));

export const useTimelineFilter = (): string | undefined => useStore(filter, (state) => state.words);
export const setTimelineFilter = (words: string | undefined): void => filter.setState({ words });
