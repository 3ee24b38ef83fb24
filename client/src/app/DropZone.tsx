import { useEffect, useState } from 'react';
import { useRecordingMessages } from '../i18n/recording.js';
import { openFiles } from '../running/scriptFiles.js';
import css from './DropZone.module.css';

/** Takes files that are dropped anywhere on the page, but for the editor, which takes them itself. */
export function DropZone() {
  const r = useRecordingMessages();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    // It leaves the page when it goes nowhere else.
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      void openFiles(files);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, []);
  return over ? <div className={css.zone}>{r.dropHere}</div> : null;
}
