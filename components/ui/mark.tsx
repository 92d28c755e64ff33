/** Visen's mark, as in assets/icon.svg, in the colour of the text. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 128 128" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M34 8h60a26 26 0 0 1 26 26v60a26 26 0 0 1-26 26H34A26 26 0 0 1 8 94V34A26 26 0 0 1 34 8Zm2 36 20 46a8 8 0 0 0 14.6 0l8-18.400-10-9.600-4.900 11.300L49.800 38a8 8 0 0 0-13.800 6Zm50-18-4.500 12.500L69 43l12.500 4.500L86 60l4.500-12.500L103 43l-12.500-4.500Z"
      />
    </svg>
  );
}
