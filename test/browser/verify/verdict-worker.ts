import { verdictsDigest } from '../../verify/verdict-digest.ts'

void verdictsDigest().then((digest) => {
  postMessage(digest)
})
