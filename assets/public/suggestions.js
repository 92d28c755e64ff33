/* global addEventListener, document, parent */
// Shows what Google sends to be shown beside a searched answer, as it is. This page is sandboxed: it has no origin, reaches nothing of
// the extension, and the policy in the manifest lets no other script run in it.
addEventListener('message', ({ source, data }) => {
  if (source !== parent || typeof data?.html !== 'string') return;
  document.body.innerHTML = data.html;
  parent.postMessage({ height: document.documentElement.scrollHeight }, '*');
});
