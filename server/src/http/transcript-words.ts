import { type WidgetLanguage, widgetLanguages } from '@baton/core/protocol'

/** [V-11] [V-14] What is ours in a transcript, in the languages of the chat. Braces are blanks. */
export type TranscriptWords = {
  title: `${string}{bot}${string}`
  /** The zone of all times in it. */
  times: `${string}{zone}${string}`
  you: string
  assistant: string
  team: string
  asking: string
  joined: `${string}{name}${string}`
  left: `${string}{name}${string}`
  back: string
  nobodyJoined: string
  closed: string
  image: string
  file: string
  location: string
  /** Under a mail: why it came. */
  why: `${string}{bot}${string}`
}

const words: Record<WidgetLanguage, TranscriptWords> = {
  ar: {
    title: 'محادثتك مع {bot}',
    times: 'المنطقة الزمنية: {zone}',
    you: 'أنت',
    assistant: 'مساعد آلي',
    team: 'الفريق',
    asking: 'طُلب من الفريق الانضمام.',
    joined: 'انضمام: {name}',
    left: 'مغادرة: {name}. يعود المساعد الآلي للرد.',
    back: 'عاد المساعد الآلي للرد.',
    nobodyJoined: 'لم يعد يُطلب من الفريق الانضمام.',
    closed: 'انتهت المحادثة.',
    image: 'صورة',
    file: 'ملف',
    location: 'الموقع',
    why: 'وصلتك هذه الرسالة لأن شخصًا طلب إرسال نص محادثته مع {bot} إلى هذا العنوان. إن لم تطلب ذلك، فتجاهل هذه الرسالة.',
  },
  de: {
    title: 'Ihre Unterhaltung mit {bot}',
    times: 'Zeitzone: {zone}',
    you: 'Sie',
    assistant: 'Automatische Assistenz',
    team: 'Team',
    asking: 'Jemand wurde angefragt.',
    joined: '{name} ist jetzt da.',
    left: '{name} ist gegangen. Die Assistenz ist wieder da.',
    back: 'Die Assistenz ist wieder da.',
    nobodyJoined: 'Es wird niemand mehr angefragt.',
    closed: 'Die Unterhaltung ist beendet.',
    image: 'Bild',
    file: 'Datei',
    location: 'Standort',
    why: 'Diese E-Mail kommt, weil jemand den Verlauf seines Chats mit {bot} an diese Adresse schicken liess. Waren das nicht Sie, ist nichts zu tun.',
  },
  en: {
    title: 'Your conversation with {bot}',
    times: 'Time zone: {zone}',
    you: 'You',
    assistant: 'Automated assistant',
    team: 'Team',
    asking: 'Somebody was asked to join.',
    joined: '{name} joined.',
    left: '{name} left. The assistant is back.',
    back: 'The assistant is back.',
    nobodyJoined: 'Nobody is asked to join any more.',
    closed: 'The conversation has ended.',
    image: 'Image',
    file: 'File',
    location: 'Location',
    why: 'You get this because somebody had their chat with {bot} sent to this address. If that was not you, there is nothing to do.',
  },
  es: {
    title: 'Su conversación con {bot}',
    times: 'Zona horaria: {zone}',
    you: 'Usted',
    assistant: 'Asistente automático',
    team: 'Equipo',
    asking: 'Se ha avisado al equipo.',
    joined: '{name} se ha unido a la conversación.',
    left: '{name} ha dejado la conversación. El asistente vuelve a responder.',
    back: 'El asistente vuelve a responder.',
    nobodyJoined: 'Ya no se avisa al equipo.',
    closed: 'La conversación ha terminado.',
    image: 'Imagen',
    file: 'Archivo',
    location: 'Ubicación',
    why: 'Recibe este mensaje porque alguien pidió enviar a esta dirección su conversación con {bot}. Si no fue usted, no tiene que hacer nada.',
  },
  fr: {
    title: 'Votre conversation avec {bot}',
    times: 'Fuseau horaire : {zone}',
    you: 'Vous',
    assistant: 'Assistant automatique',
    team: 'Équipe',
    asking: 'L’équipe a été contactée.',
    joined: '{name} a rejoint la conversation.',
    left: '{name} a quitté la conversation. L’assistant est de retour.',
    back: 'L’assistant est de retour.',
    nobodyJoined: 'L’équipe n’est plus contactée.',
    closed: 'La conversation est terminée.',
    image: 'Image',
    file: 'Fichier',
    location: 'Position',
    why: 'Vous recevez ce message parce que quelqu’un a demandé l’envoi de sa conversation avec {bot} à cette adresse. Si ce n’était pas vous, il n’y a rien à faire.',
  },
  it: {
    title: 'La conversazione con {bot}',
    times: 'Fuso orario: {zone}',
    you: 'Tu',
    assistant: 'Assistente automatico',
    team: 'Team',
    asking: 'Il team è stato avvisato.',
    joined: '{name} si è unito alla conversazione.',
    left: '{name} ha lasciato la conversazione. Torna a rispondere l’assistente.',
    back: 'Torna a rispondere l’assistente.',
    nobodyJoined: 'Il team non viene più avvisato.',
    closed: 'La conversazione è terminata.',
    image: 'Immagine',
    file: 'File',
    location: 'Posizione',
    why: 'Questo messaggio arriva perché qualcuno ha chiesto di inviare a questo indirizzo la propria conversazione con {bot}. In caso contrario non occorre fare nulla.',
  },
  ja: {
    title: '{bot}との会話',
    times: 'タイムゾーン：{zone}',
    you: 'お客様',
    assistant: '自動応答アシスタント',
    team: 'チーム',
    asking: '担当者を呼び出しました。',
    joined: '{name}が参加しました。',
    left: '{name}が退出しました。アシスタントがお答えします。',
    back: '再びアシスタントがお答えします。',
    nobodyJoined: '担当者の呼び出しを終了しました。',
    closed: '会話は終了しました。',
    image: '画像',
    file: 'ファイル',
    location: '位置情報',
    why: 'このメールは、{bot}とのチャットの記録をこのアドレスへ送るよう依頼があったためお送りしています。お心当たりがない場合は、何もしていただく必要はありません。',
  },
  pl: {
    title: 'Twoja rozmowa: {bot}',
    times: 'Strefa czasowa: {zone}',
    you: 'Ty',
    assistant: 'Automatyczny asystent',
    team: 'Zespół',
    asking: 'Poproszono kogoś z zespołu o dołączenie.',
    joined: '{name} dołącza do rozmowy.',
    left: '{name} opuszcza rozmowę. Znów odpowiada asystent.',
    back: 'Znów odpowiada asystent.',
    nobodyJoined: 'Nikt z zespołu nie jest już proszony o dołączenie.',
    closed: 'Rozmowa została zakończona.',
    image: 'Obraz',
    file: 'Plik',
    location: 'Lokalizacja',
    why: 'Ta wiadomość przyszła, ponieważ ktoś poprosił o wysłanie zapisu swojej rozmowy ({bot}) na ten adres. Jeśli to nie Ty, nie musisz nic robić.',
  },
  pt: {
    title: 'Sua conversa com {bot}',
    times: 'Fuso horário: {zone}',
    you: 'Você',
    assistant: 'Assistente automático',
    team: 'Equipe',
    asking: 'A equipe foi chamada.',
    joined: '{name} entrou na conversa.',
    left: '{name} saiu da conversa. O assistente voltou a responder.',
    back: 'O assistente voltou a responder.',
    nobodyJoined: 'A equipe não está mais sendo chamada.',
    closed: 'A conversa foi encerrada.',
    image: 'Imagem',
    file: 'Arquivo',
    location: 'Localização',
    why: 'Você recebeu esta mensagem porque alguém pediu o envio da conversa com {bot} para este endereço. Se não foi você, não é preciso fazer nada.',
  },
  tr: {
    title: '{bot} ile görüşmeniz',
    times: 'Saat dilimi: {zone}',
    you: 'Siz',
    assistant: 'Otomatik asistan',
    team: 'Ekip',
    asking: 'Ekibe haber verildi.',
    joined: '{name} görüşmeye katıldı.',
    left: '{name} görüşmeden ayrıldı. Asistan tekrar yanıt veriyor.',
    back: 'Asistan tekrar yanıt veriyor.',
    nobodyJoined: 'Artık ekibe haber verilmiyor.',
    closed: 'Görüşme sona erdi.',
    image: 'Görsel',
    file: 'Dosya',
    location: 'Konum',
    why: 'Bu e-posta, birisi {bot} ile görüşmesinin bu adrese gönderilmesini istediği için geldi. Bunu siz istemediyseniz bir şey yapmanız gerekmez.',
  },
}

/** `de-CH` → the German ones; English where there are none. */
export function transcriptWords(locale: string): TranscriptWords & { language: WidgetLanguage } {
  const wanted = locale.toLowerCase().split(/[-_]/)[0]
  const language = widgetLanguages.find((one) => one === wanted) ?? 'en'
  return { ...words[language], language }
}

/** Each blank once: a name with braces in it fills no other. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank)
}
