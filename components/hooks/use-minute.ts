import { useEffect, useState } from 'preact/hooks';

const BEAT_MS = 30_000;

/** The time (epoch ms) of this render, which is drawn anew twice a minute: for “2 min ago”. */
export function useMinute(): number {
  const [, setBeats] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeats((beats) => beats + 1), BEAT_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.now();
}
