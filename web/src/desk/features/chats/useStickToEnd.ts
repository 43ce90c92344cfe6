import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const NEAR_PX = 80;

interface StickToEnd {
  box: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/** Keeps a scrolling box at its end while the reader is there, whatever grows or shrinks. */
export function useStickToEnd(onEnd: (atEnd: boolean) => void): StickToEnd {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticking = useRef(true);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticking.current) toEnd();
    });
    if (box.current) observer.observe(box.current);
    if (content.current) observer.observe(content.current);
    return () => {
      observer.disconnect();
    };
  }, [toEnd]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const up = element.scrollTop < lastTop.current;
    lastTop.current = element.scrollTop;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    // Content that grew between scrolling and this event also leaves the end; only going up means leaving on purpose.
    if (!near && !up && sticking.current) return;
    sticking.current = near;
    if (near === atEnd) return;
    setAtEnd(near);
    onEnd(near);
  };
  return { box, content, atEnd, toEnd, onScroll };
}
