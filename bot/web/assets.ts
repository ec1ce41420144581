import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'

const fonts = dirname(
  fileURLToPath(import.meta.resolve('@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2')),
)
const ours = fileURLToPath(new URL('public/', import.meta.url))

/** Style sheet, pictures and Noto Sans: the same for everybody, so that browsers may keep them. */
export function assetRoutes(): Router {
  const router = Router()
  router.use('/fonts', express.static(fonts, { index: false, immutable: true, maxAge: '30d' }))
  router.use(express.static(ours, { index: false, maxAge: '5m' }))
  return router
}
