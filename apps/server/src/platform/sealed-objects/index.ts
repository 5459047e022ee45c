export {
  openSealedObjects,
  type SealedObjectName,
  type SealedObjects,
  type SealedObjectWriter,
} from './sealed-objects.ts'
