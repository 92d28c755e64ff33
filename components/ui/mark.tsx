/** Visen's mark, as in assets/icon.svg without its margin. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg class="icon mark" width={size} height={size} viewBox="16 16 96 96" aria-hidden="true" focusable="false">
      <rect x="16" y="16" width="96" height="96" rx="22" fill="#0d6b62" />
      <path
        d="M38 50 55 88 72 57"
        fill="none"
        stroke="#fff"
        stroke-width="12"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <path d="M87 26.5 91 37.5 102 41.5 91 45.5 87 56.5 83 45.5 72 41.5 83 37.5Z" fill="#9fe3d8" />
    </svg>
  );
}
