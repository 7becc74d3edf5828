import type { DesignerTexts } from './shape.ts'

const label = { title: 'Rótulo', help: 'Lo que el contacto lee y pulsa.' }
const payload = {
  title: 'Payload',
  help: 'Lo que envía un clic, sin que el contacto lo vea. Si se omite, se crea uno al publicar.',
}
const textAbove = { title: 'Texto', help: 'Lo que el chatbot dice encima.' }
const buttons = {
  title: 'Botones',
  help: 'Un botón abre un enlace, llama, escribe un correo o responde al chatbot y ejecuta sus acciones.',
  each: {
    title: 'Botón',
    fields: {
      label,
      url: { title: 'Enlace', help: 'Una página que se abre con un clic (https://…).' },
      phone: { title: 'Número de teléfono', help: 'Un número al que llama un clic.' },
      email: { title: 'Correo electrónico', help: 'Una dirección a la que escribe un clic.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Título', help: 'La línea en negrita.' },
  subtitle: { title: 'Subtítulo', help: 'Lo que va debajo del título.' },
  image: {
    title: 'Imagen',
    help: 'Dónde está la imagen de arriba: https://…, o una ruta de este sitio como /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Réplicas a respuestas erróneas',
  help: 'Se dicen por turno, una por cada respuesta errónea. Si no hay ninguna, responde la interacción de respaldo.',
  each: { title: 'Réplica', help: 'Lo que el chatbot dice ante una respuesta errónea.' },
}
const maxTries = {
  title: 'Máximo de intentos',
  help: 'Tras tantas respuestas erróneas el chatbot desiste y sigue. Si se omite, no desiste nunca.',
}
const behavior = {
  title: 'Comportamiento',
  help: 'Dónde se busca la interacción. Por sí solo: la interacción de inicio de ese comportamiento.',
}
const operatorsGroup = {
  title: 'Grupo de operadores',
  help: 'A quién se pregunta. Si se omite: a todos los operadores del espacio de trabajo.',
}
const anybody = {
  random: 'Cualquiera de ellos, al azar',
  less_busy: 'Quien tiene menos conversaciones',
}
const assignOperator = {
  title: 'Asignar operador',
  help: 'Cómo se elige a uno de ellos. Si se omite: al azar cuando se asume, nadie en particular en una solicitud.',
  options: { ...anybody, specific: 'Una persona concreta' },
}
const operator = { title: 'Operador', help: 'Quién, cuando se trata de una persona concreta.' }
const onlyOnlineOperators = {
  title: 'Solo operadores en línea',
  help: 'Si ninguno de ellos está en línea, no cambia nada y se ejecuta la acción siguiente.',
}
const onlyThese = { title: 'Operadores' }
const comparison = { title: 'Comparación' }
const address = {
  title: 'Dirección',
  help: 'https://… Se rellenan las variables; donde puedan contener cualquier texto, escribir {{ name | url_encode }}.',
}
const longestWait = { title: 'Espera máxima (segundos)' }
const tag = { title: 'Etiqueta', help: 'De 1 a 64 caracteres. Se rellenan las variables.' }
const flag = {
  title: 'Marca',
  help: 'De qué se trata, en snake_case: newsletter, analysis. Se guarda en privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Instrucciones',
    help: 'Qué debe hacer el modelo y qué tiene que saber. Se rellenan las variables: no ve ninguna otra. No escribir secretos aquí: a un modelo se le puede convencer de que los cuente.',
  },
  model: { title: 'Modelo', help: 'Su nombre, tal como lo llama el servicio que usa esta instalación.' },
  maxTokens: {
    title: 'Respuesta más larga (tokens)',
    help: 'Un token equivale a unas tres cuartas partes de una palabra inglesa. Lo que sea más largo lo corta el servicio.',
  },
  temperature: {
    title: 'Temperatura',
    help: 'Cuánto azar hay en una respuesta: 0 es lo mínimo. Si se omite: lo habitual del modelo.',
  },
  historyMessages: {
    title: 'Mensajes que ve',
    help: 'Ese número de últimos mensajes de la conversación; nunca las notas internas.',
  },
  timeoutSeconds: { ...longestWait, help: 'Para toda la respuesta. Después cuenta como fallida.' },
}
const failureText = {
  title: 'Texto en caso de fallo',
  help: 'Se dice cuando no llega respuesta y no hay acciones en on_failure.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Texto',
      help: 'Dice un texto.',
      fields: {
        text: {
          title: 'Texto',
          help: 'Lo que dice el chatbot. Se rellenan {{ user_name }} y otras variables.',
        },
      },
    },
    image: {
      title: 'Imagen',
      help: 'Muestra una imagen.',
      fields: {
        url: {
          title: 'Dirección',
          help: 'Dónde está la imagen: https://…, o una ruta de este sitio como /logo.png.',
        },
        alt: { title: 'Descripción', help: 'Lo que muestra la imagen, para quien no puede verla.' },
      },
    },
    video: {
      title: 'Vídeo',
      help: 'Muestra un vídeo que se reproduce en la conversación.',
      fields: {
        url: {
          title: 'Dirección',
          help: 'Dónde está el vídeo: https://…, o una ruta de este sitio como /tour.mp4.',
        },
        name: {
          title: 'Nombre',
          help: 'Lo que el contacto lee junto al vídeo. Si se omite: la última parte de la dirección.',
        },
      },
    },
    audio: {
      title: 'Audio',
      help: 'Ofrece algo para escuchar, que se reproduce en la conversación.',
      fields: {
        url: {
          title: 'Dirección',
          help: 'Dónde está el audio: https://…, o una ruta de este sitio como /greeting.mp3.',
        },
        name: {
          title: 'Nombre',
          help: 'Lo que el contacto lee junto al audio. Si se omite: la última parte de la dirección.',
        },
      },
    },
    file: {
      title: 'Archivo',
      help: 'Ofrece un archivo para descargar.',
      fields: {
        url: {
          title: 'Dirección',
          help: 'Dónde está el archivo: https://…, o una ruta de este sitio como /prices.pdf.',
        },
        name: {
          title: 'Nombre',
          help: 'Lo que el contacto lee junto al archivo. Si se omite: la última parte de la dirección.',
        },
      },
    },
    quick_replies: {
      title: 'Respuestas rápidas',
      help: 'Ofrece respuestas para pulsar; desaparecen en cuanto el contacto ha respondido.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Respuestas',
          help: 'Se muestran bajo el texto y desaparecen cuando el contacto responde. Cada una puede llevar acciones que se ejecutan al pulsarla.',
          each: { title: 'Respuesta', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Botones',
      help: 'Muestra botones que permanecen: enlaces, números de teléfono, direcciones de correo o respuestas.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Tarjeta',
      help: 'Muestra una tarjeta con título y, si los hay, subtítulo, imagen y botones.',
      fields: card,
    },
    carousel: {
      title: 'Carrusel',
      help: 'Muestra varias tarjetas una al lado de otra.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Tarjetas',
          help: 'Se muestran una al lado de otra, cada una con título y, si los hay, subtítulo, imagen y botones.',
          each: { title: 'Tarjeta', fields: card },
        },
      },
    },
    delay: {
      title: 'Pausa',
      help: 'Espera antes de la acción siguiente.',
      fields: {
        seconds: {
          title: 'Segundos',
          help: 'Cuánto se espera, como máximo una hora. Medio segundo es 0.5.',
        },
      },
    },
    input: {
      title: 'Entrada',
      help: 'Espera hasta que el contacto da la respuesta esperada y la guarda en una variable.',
      fields: {
        variable: { title: 'Variable', help: 'Dónde se guarda la respuesta.' },
        expects: {
          title: 'Espera',
          help: 'Qué cuenta como respuesta.',
          options: {
            text: 'Cualquier texto',
            pattern: 'Un texto que coincide con un patrón',
            email: 'Una dirección de correo',
            number: 'Un número',
            date: 'Una fecha',
            choice: 'Una de varias opciones',
          },
        },
        pattern: {
          title: 'Patrón',
          help: 'Una expresión regular (RE2) que se busca en la respuesta; ^ y $ la atan al principio y al final.',
        },
        choices: {
          title: 'Opciones',
          help: 'Las respuestas que cuentan. Mayúsculas, acentos y puntuación no importan.',
          each: { title: 'Opción', help: 'Una respuesta que cuenta.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Entrada de archivo',
      help: 'Espera hasta que el contacto envía un archivo del tipo esperado y guarda en una variable dónde está.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'Dónde se guarda: file.name, file.url, file.content_type y file.size.',
        },
        kinds: {
          title: 'Tipos',
          help: 'Qué archivos cuentan. Si se omite: todos.',
          each: {
            title: 'Tipo',
            help: 'Un tipo de archivo que cuenta.',
            options: {
              image: 'Imágenes',
              video: 'Vídeos',
              audio: 'Audio',
              document: 'Documentos (PDF, texto, ofimática)',
            },
          },
        },
        maxMegabytes: {
          title: 'Tamaño máximo (MB)',
          help: 'Los archivos más grandes no cuentan. Como máximo 10, que es lo que puede enviar un contacto.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Valoración',
      help: 'Pregunta lo satisfecho que está el contacto y, si se desea, pide un comentario; los indicadores lo cuentan (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Escala',
          help: 'Entre qué puede elegir el contacto.',
          options: { stars: 'De una a cinco estrellas', thumbs: 'Pulgar arriba o abajo' },
        },
        comment: {
          title: 'Pregunta por un comentario',
          help: 'Se hace después de la valoración; lo que el contacto escriba entonces es el comentario. Si se omite: no se pregunta.',
        },
        skip: { title: 'Sin comentario', help: 'La respuesta que omite el comentario.' },
        variable: {
          title: 'Variable',
          help: 'Dónde se guarda además la puntuación. Siempre se guarda en rating.score, y el comentario en rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Tras tantas respuestas erróneas el chatbot desiste y sigue.',
        },
      },
    },
    go_to: {
      title: 'Ir a',
      help: 'Sigue en otra interacción; lo que hay debajo en su lista no se ejecuta.',
      fields: {
        behavior,
        interaction: {
          title: 'Interacción',
          help: 'La interacción a la que se va. Sin comportamiento se busca primero en este.',
        },
        to: {
          title: 'Lugar',
          help: 'Un lugar sin nombre, en vez de una interacción.',
          options: {
            start: 'El inicio del chatbot o del comportamiento',
            previous: 'Donde el contacto estaba antes',
            fallback: 'El respaldo',
            bookmark: 'El marcador',
          },
        },
        cancelFurtherExecution: {
          title: 'Cancelar el resto de la ejecución',
          help: 'Descarta también lo que se habría ejecutado después de la lista de acciones en la que está esta.',
        },
      },
    },
    bookmark: {
      title: 'Marcador',
      help: 'Recuerda la interacción en la que está el contacto, para un “Ir a” que lleve de vuelta a ella.',
    },
    condition: {
      title: 'Condición',
      help: 'Ejecuta una rama o la otra según una variable, una etiqueta, el canal o el idioma.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'La variable que se mira; favorite.color llega a su interior.',
        },
        tag: { title: 'Etiqueta', help: 'La etiqueta que la conversación tiene o no tiene.' },
        channel: { title: 'Canal', help: 'El canal por el que va la conversación, por ejemplo widget.' },
        locale: {
          title: 'Idioma',
          help: 'El idioma del contacto: de incluye también de-AT, de-AT solo a sí mismo.',
        },
        is: {
          ...comparison,
          help: 'Cómo se compara.',
          options: {
            equal: 'es',
            not_equal: 'no es',
            contains: 'contiene',
            matches: 'coincide con el patrón',
            greater: 'es mayor que',
            less: 'es menor que',
            set: 'tiene un valor',
            not_set: 'no tiene valor',
          },
        },
        value: {
          title: 'Valor',
          help: 'Con qué se compara. No hace falta para “tiene un valor”, ni para etiqueta, canal o idioma.',
        },
      },
    },
    random_split: {
      title: 'División al azar',
      help: 'Ejecuta una de varias ramas al azar, con la frecuencia que indica su peso.',
      fields: {
        branches: {
          title: 'Ramas',
          help: 'Se toma una de ellas al azar, cada vez de nuevo. Cada una puede llevar acciones que se ejecutan entonces.',
          each: {
            title: 'Rama',
            fields: {
              name: { title: 'Nombre', help: 'Cómo se llama la rama en la variable, por ejemplo A.' },
              weight: {
                title: 'Peso',
                help: 'Con qué frecuencia se toma respecto a las demás: 3 es el triple que 1, 0 es nunca.',
              },
            },
          },
        },
        variable: {
          title: 'Variable',
          help: 'Dónde se guarda el nombre de la rama, para comparar después cómo fue cada una. Se puede omitir.',
        },
      },
    },
    schedule_behavior: {
      title: 'Programar comportamiento',
      help: 'Inicia una interacción más tarde y sigue enseguida.',
      fields: {
        behavior,
        interaction: {
          title: 'Interacción',
          help: 'La interacción que empieza entonces. Sin comportamiento se busca primero en este.',
        },
        after: { title: 'Después de', help: 'Cuánto a partir de ahora; como máximo 90 días.' },
        unit: {
          title: 'Unidad',
          help: 'Qué cuenta el número.',
          options: { seconds: 'Segundos', minutes: 'Minutos', hours: 'Horas', days: 'Días' },
        },
      },
    },
    end_conversation: {
      title: 'Cerrar la conversación',
      help: 'Cierra la conversación; el mensaje siguiente abre una nueva.',
    },
    set_chat_operator_state: {
      title: 'Establecer el estado de operador del chat',
      help: 'Solicita un operador, da el control a un operador o lo devuelve al chatbot. Después de que se asuma, el resto de la interacción no se ejecuta; si nadie pudo asumirla, se ejecutan las acciones de debajo.',
      fields: {
        mode: {
          title: 'Estado',
          help: 'Solicitar un operador, dar el control a un operador o devolverlo al chatbot.',
          options: {
            request_operator: 'Solicitar operador',
            operator_takeover: 'Asume un operador',
            chatbot_controlled: 'A cargo del chatbot',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Asignar conversación',
      help: 'Da la conversación a un operador o solicita uno, y hace el seguimiento: si no hay nadie, si nadie acude y cuando se devuelve.',
      fields: {
        mode: {
          title: 'Cómo',
          help: 'Darla a un operador enseguida, o solicitar uno mientras el chatbot sigue.',
          options: { operator_takeover: 'Darla a un operador', request_operator: 'Solicitar un operador' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Solo estos, del grupo. Si se omite: todo el grupo.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Cómo se elige a uno de ellos. Si se omite: según el orden del grupo, o al azar.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Mensaje al asumir',
          help: 'Se dice al contacto justo antes de que un operador tenga la conversación.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Si hasta entonces nadie ha aceptado la solicitud, se ejecuta la rama para ello; la solicitud permanece.',
        },
      },
    },
    agent_state_check: {
      title: 'Comprobar operadores',
      help: 'Ejecuta una rama cuando hay operadores, o cuando tienen poco o mucho que hacer.',
      fields: {
        group: {
          title: 'Grupo',
          help: 'De qué grupo se miran los operadores. Sin grupo ni operador: todos.',
        },
        operator: { title: 'Operador', help: 'El único operador que se mira, en vez de un grupo.' },
        check: {
          title: 'Mirar',
          help: 'Qué se mira.',
          options: { status: 'Si hay alguien', conversations: 'Cuántas conversaciones tienen' },
        },
        is: {
          ...comparison,
          help: 'En un grupo, para “es” basta con uno de ellos; “no es” se cumple cuando no lo es ninguno.',
          options: { is: 'es', is_not: 'no es' },
        },
        status: {
          title: 'Estado',
          help: 'Como lo ve el equipo: en línea, lo que cada uno ha elegido, o sin conexión.',
          options: { online: 'en línea', busy: 'ocupado/a', away: 'ausente', offline: 'sin conexión' },
        },
        than: {
          ...comparison,
          help: 'En un grupo, para “menos de” basta con uno de los que están en línea; “más de” se cumple cuando todos ellos tienen más.',
          options: { below: 'menos de', above: 'más de' },
        },
        count: { title: 'Conversaciones', help: 'El número con el que se compara.' },
      },
    },
    calendar_check: {
      title: 'Comprobar el horario de atención',
      help: 'Ejecuta una rama dentro del horario de atención y la otra fuera de él.',
      fields: {
        group: {
          title: 'Horario de atención de',
          help: 'El grupo cuyo horario de atención cuenta. Sin él: el del espacio de trabajo.',
        },
      },
    },
    create_conversation_url: {
      title: 'Crear enlace a la conversación',
      help: 'Crea un enlace con el que un operador encuentra esta conversación, para un correo u otro sistema.',
      fields: {
        hours: { title: 'Válido (horas)', help: 'Después el enlace no lleva a ninguna parte.' },
        takesOver: {
          title: 'Asumir al abrir',
          help: 'El primer operador que lo abre tiene la conversación, si para entonces no la tiene nadie más.',
        },
        handsOver: {
          title: 'Devolver al final',
          help: 'Cuando el enlace termina, el chatbot vuelve a tener la conversación, si ese operador aún la tiene.',
        },
        variable: {
          title: 'Variable',
          help: 'Dónde se guarda el enlace. Si se omite: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Avisar a operadores',
      help: 'Avisa a operadores de esta conversación, en el puesto y, si se desea, por correo. No cambia quién la tiene.',
      fields: {
        text: {
          title: 'Texto',
          help: 'Lo que se les dice. Queda en la conversación como una nota que el contacto nunca ve.',
        },
        group: { title: 'Grupo', help: 'A los operadores de qué grupo se avisa. Si se omite: a todos.' },
        operators: { ...onlyThese, help: 'Solo estos, del grupo. Si se omite: el grupo entero.' },
        byMail: {
          title: 'También por correo',
          help: 'Con un enlace a la conversación, a cada uno de ellos. Necesita un servidor de correo.',
        },
      },
    },
    add_note: {
      title: 'Añadir nota',
      help: 'Deja una nota que solo ven los operadores.',
      fields: {
        text: { title: 'Nota', help: 'Lo que los operadores deben saber. Se rellenan las variables.' },
      },
    },
    set_variable: {
      title: 'Establecer variable',
      help: 'Establece o cambia una variable de la conversación.',
      fields: {
        variable: {
          title: 'Variable',
          help: 'La variable que se cambia; favorite.color llega a su interior.',
        },
        value: {
          title: 'Valor',
          help: 'Un texto, un número, verdadero o falso, una lista o un objeto. Se rellenan las variables. No hace falta para vaciarla.',
        },
        how: {
          title: 'Cómo',
          help: 'Qué se hace con el valor que hay.',
          options: {
            overwrite: 'Sobrescribirlo',
            append: 'Añadir a la lista',
            concatenate: 'Añadir al final del texto',
            add: 'Sumar el número',
            subtract: 'Restar el número',
            multiply: 'Multiplicar por el número',
            divide: 'Dividir entre el número',
            replace: 'Sustituir en él',
            remove: 'Quitar de él',
            clear: 'Vaciarlo',
          },
        },
      },
    },
    set_tag: { title: 'Poner etiqueta', help: 'Pone una etiqueta a la conversación.', fields: { tag } },
    drop_tag: { title: 'Quitar etiqueta', help: 'Quita una etiqueta de la conversación.', fields: { tag } },
    http_request: {
      title: 'Petición HTTP',
      help: 'Pregunta a otro sistema y guarda partes de su respuesta en variables.',
      fields: {
        method: {
          title: 'Método',
          help: 'GET lee, los demás cambian algo.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Cabeceras',
          help: 'Nombres y valores que van con la petición.',
          each: { title: 'Cabecera', help: 'El valor de una cabecera.' },
        },
        body: {
          title: 'Cuerpo',
          help: 'Un texto, o un objeto o una lista que se envía como JSON. No con GET. Se rellenan las variables.',
        },
        map: {
          title: 'Guardar de la respuesta',
          help: 'Qué se toma de la respuesta y en qué variables se guarda.',
          each: {
            title: 'Correspondencia',
            fields: {
              path: {
                title: 'Ruta',
                help: 'Dónde está en la respuesta: data.items[0].name o /data/items/0/name. Vacía: toda la respuesta.',
              },
              variable: { title: 'Variable', help: 'Dónde se guarda.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Después la petición cuenta como fallida.' },
      },
    },
    send_email: {
      title: 'Enviar correo',
      help: 'Envía un correo mediante el servidor de correo de esta instalación.',
      fields: {
        to: {
          title: 'Para',
          help: 'Una dirección de correo, o hasta 10 separadas por comas. Se rellenan las variables.',
        },
        subject: { title: 'Asunto', help: 'Una línea. Se rellenan las variables.' },
        text: { title: 'Texto', help: 'Texto sin formato. Se rellenan las variables.' },
        replyTo: {
          title: 'Responder a',
          help: 'Adónde van las respuestas, por ejemplo {{ user_email }}. Si se omite: al remitente de este servidor.',
        },
      },
    },
    trigger_webhook: {
      title: 'Llamar a un webhook',
      help: 'Informa a otro sistema sobre la conversación, con firma, y sigue enseguida.',
      fields: {
        url: address,
        secret: {
          title: 'Secreto',
          help: 'whsec_… con al menos 24 bytes en base64. El otro sistema comprueba con él la firma.',
        },
        event: {
          title: 'Evento',
          help: 'Lo que se comunica al otro sistema que ha ocurrido: letras, cifras, puntos y guiones bajos.',
        },
        variables: {
          title: 'Variables',
          help: 'Qué variables se envían. Si se omite: todas.',
          each: { title: 'Variable', help: 'Una variable que se envía.' },
        },
      },
    },
    script: {
      title: 'Script',
      help: 'Ejecuta un fragmento de JavaScript que lee las variables y devuelve algunas.',
      fields: {
        code: {
          title: 'Código',
          help: 'El cuerpo de una función: encuentra las variables en `variables` y devuelve un objeto con valores nuevos.',
        },
        timeoutMilliseconds: {
          title: 'Tiempo máximo (milisegundos)',
          help: 'De procesador. Después el script cuenta como fallido.',
        },
      },
    },
    ai_reply: {
      title: 'Respuesta de IA',
      help: 'Deja que un modelo de lenguaje responda una vez al contacto, o guarda su respuesta en una variable.',
      fields: {
        ...model,
        variable: {
          title: 'Variable',
          help: 'Guarda aquí la respuesta en vez de decirla. Si se omite: se dice.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Conversación con IA',
      help: 'Deja que el contacto hable con un modelo de lenguaje hasta que el modelo la termine, se alcance un límite o se solicite un operador.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Máximo de respuestas',
          help: 'Tras tantas respuestas el chatbot retira la conversación al modelo.',
        },
        maxTokensInAll: {
          title: 'Máximo de tokens en total',
          help: 'Leídos y escritos en todas las respuestas juntas. La respuesta que lo supere es la última.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Texto al solicitar una persona',
          help: 'Se dice cuando el modelo no dice nada al solicitar un operador.',
        },
        onFailureRequest: {
          title: 'Solicitar un operador en caso de fallo',
          help: 'Si no llega respuesta, se solicita un operador antes de que se ejecuten las acciones de on_failure.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Consentimiento',
      help: 'Pide al contacto que consienta algo, espera la respuesta y la guarda con su momento.',
      fields: {
        flag,
        text: {
          title: 'Texto',
          help: 'Qué se pide al contacto que consienta: qué datos, para qué, durante cuánto tiempo.',
        },
        accept: { title: 'Aceptar', help: 'El botón que acepta.' },
        decline: { title: 'Rechazar', help: 'El botón que rechaza.' },
        askAgain: {
          title: 'Preguntar de nuevo',
          help: 'Pregunta también a un contacto que ya ha aceptado en esta conversación.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Comprobar consentimiento',
      help: 'Ejecuta una rama o la otra según lo que el contacto haya consentido.',
      fields: {
        flag,
        is: {
          title: 'Respuesta',
          help: 'Lo que ha dicho el contacto.',
          options: { granted: 'ha aceptado', refused: 'ha rechazado', not_asked: 'no ha respondido' },
        },
      },
    },
    forget_user: {
      title: 'Olvidar al contacto',
      help: 'Borra todo lo del contacto: todas las conversaciones, variables y archivos.',
    },
  },
}
