import type { DesignerTexts } from './shape.ts'

const label = { title: 'Rótulo', help: 'O que o contacto lê e em que clica.' }
const payload = {
  title: 'Payload',
  help: 'O que um clique envia, sem que o contacto veja. Se for omitido, é criado um ao publicar.',
}
const textAbove = { title: 'Texto', help: 'O que o chatbot diz por cima.' }
const buttons = {
  title: 'Botões',
  help: 'Um botão abre um link, faz uma chamada, escreve um e-mail ou responde ao chatbot e executa as suas ações.',
  each: {
    title: 'Botão',
    fields: {
      label,
      url: { title: 'Link', help: 'Uma página que um clique abre (https://…).' },
      phone: { title: 'Número de telefone', help: 'Um número para o qual um clique liga.' },
      email: { title: 'E-mail', help: 'Um endereço para o qual um clique escreve.' },
      payload,
    },
  },
}
const card = {
  title: { title: 'Título', help: 'A linha a negrito.' },
  subtitle: { title: 'Subtítulo', help: 'O que fica por baixo do título.' },
  image: {
    title: 'Imagem',
    help: 'Onde está a imagem de cima: https://…, ou um caminho deste site como /room.jpg.',
  },
  buttons,
}
const wrongReplies = {
  title: 'Réplicas a respostas erradas',
  help: 'Ditas à vez, uma por cada resposta errada. Sem elas, responde a interação de fallback.',
  each: { title: 'Réplica', help: 'O que o chatbot diz a uma resposta errada.' },
}
const maxTries = {
  title: 'Máximo de tentativas',
  help: 'Depois de tantas respostas erradas, o chatbot desiste e continua. Se for omitido, nunca desiste.',
}
const behavior = {
  title: 'Comportamento',
  help: 'Onde se procura a interação. Sozinho: a interação de início desse comportamento.',
}
const operatorsGroup = {
  title: 'Grupo de operadores',
  help: 'A quem se pergunta. Se for omitido: a todos os operadores do espaço de trabalho.',
}
const anybody = {
  random: 'Qualquer um deles, ao acaso',
  less_busy: 'Quem tem menos conversas',
}
const assignOperator = {
  title: 'Atribuir operador',
  help: 'Como se escolhe um deles. Se for omitido: ao acaso quando a conversa é assumida, ninguém em particular num pedido.',
  options: { ...anybody, specific: 'Uma pessoa concreta' },
}
const operator = { title: 'Operador', help: 'Quem, quando se trata de uma pessoa concreta.' }
const onlyOnlineOperators = {
  title: 'Só operadores online',
  help: 'Se ninguém deles estiver online, nada muda e a ação seguinte é executada.',
}
const onlyThese = { title: 'Operadores' }
const comparison = { title: 'Comparação' }
const address = {
  title: 'Endereço',
  help: 'https://… As variáveis são preenchidas; onde possam conter um texto qualquer, escrever {{ name | url_encode }}.',
}
const longestWait = { title: 'Espera máxima (segundos)' }
const tag = { title: 'Etiqueta', help: 'De 1 a 64 caracteres. As variáveis são preenchidas.' }
const flag = {
  title: 'Marca',
  help: 'De que se trata, em snake_case: newsletter, analysis. Guardada em privacy.newsletter.',
}
const model = {
  instructions: {
    title: 'Instruções',
    help: 'O que o modelo deve fazer e o que precisa de saber. As variáveis são preenchidas: não vê mais nenhuma. Não pôr segredos aqui: um modelo pode ser convencido a contá-los.',
  },
  model: { title: 'Modelo', help: 'O seu nome, tal como lhe chama o serviço que esta instalação usa.' },
  maxTokens: {
    title: 'Resposta mais longa (tokens)',
    help: 'Um token equivale a cerca de três quartos de uma palavra inglesa. O que for mais longo é cortado pelo serviço.',
  },
  temperature: {
    title: 'Temperatura',
    help: 'Quanto acaso há numa resposta: 0 é o mínimo. Se for omitida: o habitual do modelo.',
  },
  historyMessages: {
    title: 'Mensagens que vê',
    help: 'Esse número de últimas mensagens da conversa; nunca as notas internas.',
  },
  timeoutSeconds: { ...longestWait, help: 'Para toda a resposta. Depois disso conta como falhada.' },
}
const failureText = {
  title: 'Texto em caso de falha',
  help: 'Dito quando não chega resposta e não há ações em on_failure.',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'Texto',
      help: 'Diz um texto.',
      fields: {
        text: {
          title: 'Texto',
          help: 'O que o chatbot diz. {{ user_name }} e outras variáveis são preenchidas.',
        },
      },
    },
    image: {
      title: 'Imagem',
      help: 'Mostra uma imagem.',
      fields: {
        url: {
          title: 'Endereço',
          help: 'Onde está a imagem: https://…, ou um caminho deste site como /logo.png.',
        },
        alt: { title: 'Descrição', help: 'O que a imagem mostra, para quem não a pode ver.' },
      },
    },
    video: {
      title: 'Vídeo',
      help: 'Mostra um vídeo que é reproduzido na conversa.',
      fields: {
        url: {
          title: 'Endereço',
          help: 'Onde está o vídeo: https://…, ou um caminho deste site como /tour.mp4.',
        },
        name: {
          title: 'Nome',
          help: 'O que o contacto lê junto do vídeo. Se for omitido: a última parte do endereço.',
        },
      },
    },
    audio: {
      title: 'Áudio',
      help: 'Dá algo para ouvir, reproduzido na conversa.',
      fields: {
        url: {
          title: 'Endereço',
          help: 'Onde está o áudio: https://…, ou um caminho deste site como /greeting.mp3.',
        },
        name: {
          title: 'Nome',
          help: 'O que o contacto lê junto do áudio. Se for omitido: a última parte do endereço.',
        },
      },
    },
    file: {
      title: 'Ficheiro',
      help: 'Oferece um ficheiro para transferir.',
      fields: {
        url: {
          title: 'Endereço',
          help: 'Onde está o ficheiro: https://…, ou um caminho deste site como /prices.pdf.',
        },
        name: {
          title: 'Nome',
          help: 'O que o contacto lê junto do ficheiro. Se for omitido: a última parte do endereço.',
        },
      },
    },
    quick_replies: {
      title: 'Respostas rápidas',
      help: 'Oferece respostas para clicar; desaparecem assim que o contacto responde.',
      fields: {
        text: textAbove,
        replies: {
          title: 'Respostas',
          help: 'Mostradas por baixo do texto, desaparecem quando o contacto responde. Cada uma pode ter ações que são executadas ao clicar.',
          each: { title: 'Resposta', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'Botões',
      help: 'Mostra botões que permanecem: links, números de telefone, endereços de e-mail ou respostas.',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'Cartão',
      help: 'Mostra um cartão com título e, se houver, subtítulo, imagem e botões.',
      fields: card,
    },
    carousel: {
      title: 'Carrossel',
      help: 'Mostra vários cartões lado a lado.',
      fields: {
        text: textAbove,
        cards: {
          title: 'Cartões',
          help: 'Mostrados lado a lado, cada um com título e, se houver, subtítulo, imagem e botões.',
          each: { title: 'Cartão', fields: card },
        },
      },
    },
    delay: {
      title: 'Pausa',
      help: 'Espera antes da ação seguinte.',
      fields: {
        seconds: {
          title: 'Segundos',
          help: 'Quanto se espera, no máximo uma hora. Meio segundo é 0.5.',
        },
      },
    },
    input: {
      title: 'Entrada',
      help: 'Espera até o contacto dar a resposta esperada e guarda-a numa variável.',
      fields: {
        variable: { title: 'Variável', help: 'Onde se guarda a resposta.' },
        expects: {
          title: 'Espera',
          help: 'O que conta como resposta.',
          options: {
            text: 'Qualquer texto',
            pattern: 'Um texto que corresponde a um padrão',
            email: 'Um endereço de e-mail',
            number: 'Um número',
            date: 'Uma data',
            choice: 'Uma de várias opções',
          },
        },
        pattern: {
          title: 'Padrão',
          help: 'Uma expressão regular (RE2) procurada na resposta; ^ e $ prendem-na ao início e ao fim.',
        },
        choices: {
          title: 'Opções',
          help: 'As respostas que contam. Maiúsculas, acentos e pontuação não importam.',
          each: { title: 'Opção', help: 'Uma resposta que conta.' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'Entrada de ficheiro',
      help: 'Espera até o contacto enviar um ficheiro do tipo esperado e guarda numa variável onde ele está.',
      fields: {
        variable: {
          title: 'Variável',
          help: 'Onde se guarda: file.name, file.url, file.content_type e file.size.',
        },
        kinds: {
          title: 'Tipos',
          help: 'Que ficheiros contam. Se for omitido: todos.',
          each: {
            title: 'Tipo',
            help: 'Um tipo de ficheiro que conta.',
            options: {
              image: 'Imagens',
              video: 'Vídeos',
              audio: 'Áudio',
              document: 'Documentos (PDF, texto, escritório)',
            },
          },
        },
        maxMegabytes: {
          title: 'Tamanho máximo (MB)',
          help: 'Ficheiros maiores não contam. No máximo 10, que é o que um contacto pode enviar.',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: 'Avaliação',
      help: 'Pergunta quão satisfeito está o contacto e, se desejado, pede um comentário; os indicadores contam-no (CSAT).',
      fields: {
        text: textAbove,
        scale: {
          title: 'Escala',
          help: 'Entre o que o contacto pode escolher.',
          options: { stars: 'De uma a cinco estrelas', thumbs: 'Polegar para cima ou para baixo' },
        },
        comment: {
          title: 'Pergunta por um comentário',
          help: 'Feita depois da avaliação; o que o contacto escrever então é o comentário. Se for omitida: não é feita.',
        },
        skip: { title: 'Sem comentário', help: 'A resposta que dispensa o comentário.' },
        variable: {
          title: 'Variável',
          help: 'Onde se guarda também a pontuação. É sempre guardada em rating.score, e o comentário em rating.comment.',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: 'Depois de tantas respostas erradas, o chatbot desiste e continua.',
        },
      },
    },
    go_to: {
      title: 'Ir para',
      help: 'Continua noutra interação; o que está por baixo na sua lista não é executado.',
      fields: {
        behavior,
        interaction: {
          title: 'Interação',
          help: 'A interação para onde se vai. Sem comportamento, é procurada primeiro neste.',
        },
        to: {
          title: 'Lugar',
          help: 'Um lugar sem nome, em vez de uma interação.',
          options: {
            start: 'O início do chatbot ou do comportamento',
            previous: 'Onde o contacto estava antes',
            fallback: 'O fallback',
            bookmark: 'O marcador',
          },
        },
        cancelFurtherExecution: {
          title: 'Cancelar o resto da execução',
          help: 'Descarta também o que seria executado depois da lista de ações em que esta se encontra.',
        },
      },
    },
    bookmark: {
      title: 'Marcador',
      help: 'Memoriza a interação em que o contacto está, para um “Ir para” que leve de volta a ela.',
    },
    condition: {
      title: 'Condição',
      help: 'Executa um ramo ou o outro, conforme uma variável, uma etiqueta, o canal ou o idioma.',
      fields: {
        variable: {
          title: 'Variável',
          help: 'A variável que se verifica; favorite.color chega ao seu interior.',
        },
        tag: { title: 'Etiqueta', help: 'A etiqueta que a conversa tem ou não tem.' },
        channel: { title: 'Canal', help: 'O canal em que a conversa decorre, por exemplo widget.' },
        locale: {
          title: 'Idioma',
          help: 'O idioma do contacto: de inclui também de-AT, de-AT só a si próprio.',
        },
        is: {
          ...comparison,
          help: 'Como se compara.',
          options: {
            equal: 'é',
            not_equal: 'não é',
            contains: 'contém',
            matches: 'corresponde ao padrão',
            greater: 'é maior do que',
            less: 'é menor do que',
            set: 'tem um valor',
            not_set: 'não tem valor',
          },
        },
        value: {
          title: 'Valor',
          help: 'Com o que se compara. Não é preciso para “tem um valor”, nem para etiqueta, canal ou idioma.',
        },
      },
    },
    random_split: {
      title: 'Divisão ao acaso',
      help: 'Executa um de vários ramos ao acaso, com a frequência que o seu peso indica.',
      fields: {
        branches: {
          title: 'Ramos',
          help: 'Um deles é tomado ao acaso, de cada vez de novo. Cada um pode ter ações que são então executadas.',
          each: {
            title: 'Ramo',
            fields: {
              name: { title: 'Nome', help: 'Como o ramo se chama na variável, por exemplo A.' },
              weight: {
                title: 'Peso',
                help: 'Com que frequência é tomado em comparação com os outros: 3 é o triplo de 1, 0 é nunca.',
              },
            },
          },
        },
        variable: {
          title: 'Variável',
          help: 'Onde se guarda o nome do ramo, para comparar mais tarde como correu cada um. Pode ser omitida.',
        },
      },
    },
    schedule_behavior: {
      title: 'Agendar comportamento',
      help: 'Inicia uma interação mais tarde e continua de imediato.',
      fields: {
        behavior,
        interaction: {
          title: 'Interação',
          help: 'A interação que então começa. Sem comportamento, é procurada primeiro neste.',
        },
        after: { title: 'Depois de', help: 'Quanto tempo a partir de agora; no máximo 90 dias.' },
        unit: {
          title: 'Unidade',
          help: 'O que o número conta.',
          options: { seconds: 'Segundos', minutes: 'Minutos', hours: 'Horas', days: 'Dias' },
        },
      },
    },
    end_conversation: {
      title: 'Encerrar a conversa',
      help: 'Encerra a conversa; a mensagem seguinte abre uma nova.',
    },
    set_chat_operator_state: {
      title: 'Definir o estado de operador do chat',
      help: 'Solicita um operador, dá o controlo a um operador ou devolve-o ao chatbot. Depois de a conversa ser assumida, o resto da interação não é executado; se ninguém a pôde assumir, são executadas as ações por baixo.',
      fields: {
        mode: {
          title: 'Estado',
          help: 'Solicitar um operador, dar o controlo a um operador ou devolvê-lo ao chatbot.',
          options: {
            request_operator: 'Solicitar operador',
            operator_takeover: 'Assumida por um operador',
            chatbot_controlled: 'A cargo do chatbot',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: 'Atribuir conversa',
      help: 'Dá a conversa a um operador ou solicita um, e acompanha-a: se não houver ninguém, se ninguém vier e quando for devolvida.',
      fields: {
        mode: {
          title: 'Como',
          help: 'Dá-la de imediato a um operador, ou solicitar um enquanto o chatbot continua.',
          options: { operator_takeover: 'Dá-la a um operador', request_operator: 'Solicitar um operador' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'Só estes, do grupo. Se for omitido: todo o grupo.' },
        assignOperator: {
          title: assignOperator.title,
          help: 'Como se escolhe um deles. Se for omitido: pela ordem do grupo, ou ao acaso.',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: 'Mensagem ao assumir',
          help: 'Dita ao contacto mesmo antes de um operador ter a conversa.',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'Se até então ninguém tiver aceitado o pedido, é executado o ramo para isso; o pedido mantém-se.',
        },
      },
    },
    agent_state_check: {
      title: 'Verificar operadores',
      help: 'Executa um ramo quando há operadores, ou quando têm pouco ou muito que fazer.',
      fields: {
        group: {
          title: 'Grupo',
          help: 'De que grupo se verificam os operadores. Sem grupo nem operador: todos.',
        },
        operator: { title: 'Operador', help: 'O único operador que se verifica, em vez de um grupo.' },
        check: {
          title: 'Verificar',
          help: 'O que se verifica.',
          options: { status: 'Se está alguém', conversations: 'Quantas conversas têm' },
        },
        is: {
          ...comparison,
          help: 'Num grupo, para “é” basta um deles; “não é” verifica-se quando nenhum o é.',
          options: { is: 'é', is_not: 'não é' },
        },
        status: {
          title: 'Estado',
          help: 'Como a equipa o vê: online, ou como cada um escolheu, ou offline.',
          options: { online: 'online', busy: 'ocupado/a', away: 'ausente', offline: 'offline' },
        },
        than: {
          ...comparison,
          help: 'Num grupo, para “menos do que” basta um dos que estão online; “mais do que” verifica-se quando todos eles têm mais.',
          options: { below: 'menos do que', above: 'mais do que' },
        },
        count: { title: 'Conversas', help: 'O número com que se compara.' },
      },
    },
    calendar_check: {
      title: 'Verificar o horário de atendimento',
      help: 'Executa um ramo dentro do horário de atendimento e o outro fora dele.',
      fields: {
        group: {
          title: 'Horário de atendimento de',
          help: 'O grupo cujo horário de atendimento conta. Sem ele: o do espaço de trabalho.',
        },
      },
    },
    create_conversation_url: {
      title: 'Criar link para a conversa',
      help: 'Cria um link pelo qual um operador encontra esta conversa, para um e-mail ou outro sistema.',
      fields: {
        hours: { title: 'Válido (horas)', help: 'Depois disso o link não leva a lado nenhum.' },
        takesOver: {
          title: 'Assumir ao abrir',
          help: 'O primeiro operador que o abrir tem a conversa, se até então mais ninguém a tiver.',
        },
        handsOver: {
          title: 'Devolver no fim',
          help: 'Quando o link termina, o chatbot volta a ter a conversa, se esse operador ainda a tiver.',
        },
        variable: {
          title: 'Variável',
          help: 'Onde se guarda o link. Se for omitida: conversation_share_url.',
        },
      },
    },
    notify_operators: {
      title: 'Avisar operadores',
      help: 'Avisa operadores desta conversa, no posto e, se desejado, por e-mail. Quem a tem não muda.',
      fields: {
        text: {
          title: 'Texto',
          help: 'O que lhes é dito. Fica na conversa como uma nota que o contacto nunca vê.',
        },
        group: { title: 'Grupo', help: 'Os operadores de que grupo são avisados. Se for omitido: todos.' },
        operators: { ...onlyThese, help: 'Só estes, do grupo. Se for omitido: o grupo inteiro.' },
        byMail: {
          title: 'Também por e-mail',
          help: 'Com um link para a conversa, a cada um deles. Precisa de um servidor de e-mail.',
        },
      },
    },
    add_note: {
      title: 'Adicionar nota',
      help: 'Deixa uma nota que só os operadores veem.',
      fields: {
        text: { title: 'Nota', help: 'O que os operadores devem saber. As variáveis são preenchidas.' },
      },
    },
    set_variable: {
      title: 'Definir variável',
      help: 'Define ou altera uma variável da conversa.',
      fields: {
        variable: {
          title: 'Variável',
          help: 'A variável a alterar; favorite.color chega ao seu interior.',
        },
        value: {
          title: 'Valor',
          help: 'Um texto, um número, verdadeiro ou falso, uma lista ou um objeto. As variáveis são preenchidas. Não é preciso para limpar.',
        },
        how: {
          title: 'Como',
          help: 'O que se faz com o valor existente.',
          options: {
            overwrite: 'Substituí-lo por este',
            append: 'Acrescentar à lista',
            concatenate: 'Acrescentar ao fim do texto',
            add: 'Somar o número',
            subtract: 'Subtrair o número',
            multiply: 'Multiplicar pelo número',
            divide: 'Dividir pelo número',
            replace: 'Substituir dentro dele',
            remove: 'Retirar dele',
            clear: 'Limpá-lo',
          },
        },
      },
    },
    set_tag: { title: 'Pôr etiqueta', help: 'Põe uma etiqueta na conversa.', fields: { tag } },
    drop_tag: { title: 'Retirar etiqueta', help: 'Retira uma etiqueta da conversa.', fields: { tag } },
    http_request: {
      title: 'Pedido HTTP',
      help: 'Pergunta a outro sistema e guarda partes da sua resposta em variáveis.',
      fields: {
        method: {
          title: 'Método',
          help: 'GET lê, os outros alteram algo.',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'Cabeçalhos',
          help: 'Nomes e valores que vão com o pedido.',
          each: { title: 'Cabeçalho', help: 'O valor de um cabeçalho.' },
        },
        body: {
          title: 'Corpo',
          help: 'Um texto, ou um objeto ou uma lista enviados como JSON. Não com GET. As variáveis são preenchidas.',
        },
        map: {
          title: 'A guardar da resposta',
          help: 'O que se retira da resposta e em que variáveis se guarda.',
          each: {
            title: 'Correspondência',
            fields: {
              path: {
                title: 'Caminho',
                help: 'Onde está na resposta: data.items[0].name ou /data/items/0/name. Vazio: toda a resposta.',
              },
              variable: { title: 'Variável', help: 'Onde se guarda.' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: 'Depois disso o pedido conta como falhado.' },
      },
    },
    send_email: {
      title: 'Enviar e-mail',
      help: 'Envia um e-mail através do servidor de e-mail desta instalação.',
      fields: {
        to: {
          title: 'Para',
          help: 'Um endereço de e-mail, ou até 10 separados por vírgulas. As variáveis são preenchidas.',
        },
        subject: { title: 'Assunto', help: 'Uma linha. As variáveis são preenchidas.' },
        text: { title: 'Texto', help: 'Texto simples. As variáveis são preenchidas.' },
        replyTo: {
          title: 'Responder a',
          help: 'Para onde vão as respostas, por exemplo {{ user_email }}. Se for omitido: para o remetente deste servidor.',
        },
      },
    },
    trigger_webhook: {
      title: 'Acionar webhook',
      help: 'Informa outro sistema sobre a conversa, com assinatura, e continua de imediato.',
      fields: {
        url: address,
        secret: {
          title: 'Segredo',
          help: 'whsec_… com pelo menos 24 bytes em base64. O outro sistema verifica com ele a assinatura.',
        },
        event: {
          title: 'Evento',
          help: 'O que se comunica ao outro sistema que aconteceu: letras, algarismos, pontos e sublinhados.',
        },
        variables: {
          title: 'Variáveis',
          help: 'Que variáveis são enviadas. Se for omitido: todas.',
          each: { title: 'Variável', help: 'Uma variável que é enviada.' },
        },
      },
    },
    script: {
      title: 'Script',
      help: 'Executa um pedaço de JavaScript que lê as variáveis e devolve algumas.',
      fields: {
        code: {
          title: 'Código',
          help: 'O corpo de uma função: encontra as variáveis em `variables` e devolve um objeto de novos valores.',
        },
        timeoutMilliseconds: {
          title: 'Duração máxima (milissegundos)',
          help: 'De processador. Depois disso o script conta como falhado.',
        },
      },
    },
    ai_reply: {
      title: 'Resposta de IA',
      help: 'Deixa um modelo de linguagem responder uma vez ao contacto, ou guarda a sua resposta numa variável.',
      fields: {
        ...model,
        variable: {
          title: 'Variável',
          help: 'Guarda aqui a resposta em vez de a dizer. Se for omitida: é dita.',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'Conversa com IA',
      help: 'Deixa o contacto falar com um modelo de linguagem até o modelo terminar, ser atingido um limite ou ser solicitado um operador.',
      fields: {
        ...model,
        maxAnswers: {
          title: 'Máximo de respostas',
          help: 'Depois de tantas respostas, o chatbot retira a conversa ao modelo.',
        },
        maxTokensInAll: {
          title: 'Máximo de tokens ao todo',
          help: 'Lidos e escritos em todas as respostas juntas. A resposta que o ultrapassar é a última.',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: 'Texto ao solicitar uma pessoa',
          help: 'Dito quando o próprio modelo não diz nada ao solicitar um operador.',
        },
        onFailureRequest: {
          title: 'Solicitar um operador em caso de falha',
          help: 'Se não chegar resposta, é solicitado um operador antes de serem executadas as ações em on_failure.',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: 'Consentimento',
      help: 'Pede ao contacto que consinta algo, espera pela resposta e guarda-a com a hora.',
      fields: {
        flag,
        text: {
          title: 'Texto',
          help: 'O que se pede ao contacto que consinta: que dados, para quê, durante quanto tempo.',
        },
        accept: { title: 'Aceitar', help: 'O botão que aceita.' },
        decline: { title: 'Recusar', help: 'O botão que recusa.' },
        askAgain: {
          title: 'Perguntar de novo',
          help: 'Pergunta também a um contacto que já aceitou nesta conversa.',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: 'Verificar consentimento',
      help: 'Executa um ramo ou o outro, conforme o que o contacto consentiu.',
      fields: {
        flag,
        is: {
          title: 'Resposta',
          help: 'O que o contacto disse.',
          options: { granted: 'aceitou', refused: 'recusou', not_asked: 'não respondeu' },
        },
      },
    },
    forget_user: {
      title: 'Esquecer o contacto',
      help: 'Apaga tudo do contacto: todas as conversas, variáveis e ficheiros.',
    },
  },
}
