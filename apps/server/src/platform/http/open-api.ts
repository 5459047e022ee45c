import { problems, type RouteDeclaration, routeTable } from '@sekisho/contract'
import { z } from 'zod'
import { universalProblems } from './answer-problem.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 description of every declared route, for people who write clients and for security tests. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {}
  for (const [name, declaration] of Object.entries(routeTable) as [string, RouteDeclaration][]) {
    const path = declaration.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [declaration.method.toLowerCase()]: operationOf(name, declaration) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sekisho', version: '1' },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-sekisho' } },
    },
  }
}

const problemSchema = {
  type: 'object',
  required: ['code', 'ja', 'en', 'detail'],
  properties: {
    code: { type: 'string', enum: Object.keys(problems) },
    ja: { type: 'string' },
    en: { type: 'string' },
    detail: { type: 'array', items: { type: 'string' } },
  },
}

function operationOf(name: string, declaration: RouteDeclaration): Json {
  return {
    operationId: name,
    'x-permission': declaration.permission,
    security: declaration.permission === 'public' ? [] : [{ session: [] }],
    parameters: [...parametersOf('path', declaration.params), ...parametersOf('query', declaration.query)],
    ...(declaration.body === undefined ? {} : { requestBody: requestBodyOf(declaration.body) }),
    responses: responsesOf(declaration),
  }
}

/** Ids are transformed to branded strings, which JSON Schema cannot say; what goes over the wire is their input side. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  return rest
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function requestBodyOf(body: z.ZodType | 'stream'): Json {
  if (body === 'stream') {
    return { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  }
  return { required: true, content: { 'application/json': { schema: schemaOf(body) } } }
}

function responsesOf(declaration: RouteDeclaration): Json {
  const responses: Record<string, Json & { description: string }> = {
    200: { description: 'OK', content: { 'application/json': { schema: schemaOf(declaration.output) } } },
  }
  for (const code of new Set([...universalProblems, ...declaration.problems])) {
    const { status } = problems[code]
    const before = responses[status]?.description
    responses[status] = {
      description: before === undefined ? code : `${before}, ${code}`,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return responses
}
