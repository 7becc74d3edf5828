import type { DesignerTexts } from './shape.ts'

const label = { title: 'ラベル', help: 'コンタクトが読んでクリックする文字です。' }
const payload = {
  title: 'ペイロード',
  help: 'クリックで送られる値で、コンタクトには見えません。省略すると公開時に作られます。',
}
const textAbove = { title: 'テキスト', help: 'その上でチャットボットが言うことです。' }
const buttons = {
  title: 'ボタン',
  help: 'ボタンはリンクを開く、電話をかける、メールを書く、またはチャットボットに答えて自分のアクションを実行します。',
  each: {
    title: 'ボタン',
    fields: {
      label,
      url: { title: 'リンク', help: 'クリックで開くページです（https://…）。' },
      phone: { title: '電話番号', help: 'クリックでかける番号です。' },
      email: { title: 'メール', help: 'クリックで宛先になるアドレスです。' },
      payload,
    },
  },
}
const card = {
  title: { title: 'タイトル', help: '太字の行です。' },
  subtitle: { title: 'サブタイトル', help: 'タイトルの下に表示されます。' },
  image: {
    title: '画像',
    help: '上に表示する画像の場所です：https://…、または /room.jpg のようなこのサイトのパス。',
  },
  buttons,
}
const wrongReplies = {
  title: '誤った回答への返答',
  help: '誤った回答ごとに1つずつ順に言います。ない場合はフォールバックのインタラクションが応答します。',
  each: { title: '返答', help: '誤った回答にチャットボットが言うことです。' },
}
const maxTries = {
  title: '最大試行回数',
  help: '誤った回答がこの回数になると、チャットボットはあきらめて先に進みます。省略するとあきらめません。',
}
const behavior = {
  title: 'ビヘイビア',
  help: 'インタラクションを探す場所です。これだけの場合は、そのビヘイビアの開始インタラクションです。',
}
const operatorsGroup = {
  title: 'オペレーターのグループ',
  help: '誰に尋ねるかです。省略すると、ワークスペースのすべてのオペレーターです。',
}
const anybody = {
  random: 'その中の誰でも無作為に',
  less_busy: '会話が最も少ない人',
}
const assignOperator = {
  title: 'オペレーターを割り当て',
  help: 'その中から1人を選ぶ方法です。省略すると、引き受けでは無作為、リクエストでは特定の人を選びません。',
  options: { ...anybody, specific: '特定の1人' },
}
const operator = { title: 'オペレーター', help: '特定の1人の場合、その人です。' }
const onlyOnlineOperators = {
  title: 'オンラインのオペレーターのみ',
  help: 'その中の誰もオンラインでない場合は何も変わらず、次のアクションが実行されます。',
}
const onlyThese = { title: 'オペレーター' }
const comparison = { title: '比較' }
const address = {
  title: 'アドレス',
  help: 'https://… 変数が埋め込まれます。任意のテキストが入りうる場所では {{ name | url_encode }} と書きます。',
}
const longestWait = { title: '最長の待ち時間（秒）' }
const tag = { title: 'タグ', help: '1〜64文字。変数が埋め込まれます。' }
const flag = {
  title: 'フラグ',
  help: '何についてかを snake_case で：newsletter、analysis。privacy.newsletter に保存されます。',
}
const model = {
  instructions: {
    title: '指示',
    help: 'モデルがすべきことと、知っておくべきことです。変数が埋め込まれ、それ以外の変数は見えません。秘密は書かないでください。モデルは言いくるめられて漏らすことがあります。',
  },
  model: { title: 'モデル', help: 'この環境が使うサービスでの名前です。' },
  maxTokens: {
    title: '最長の回答（トークン）',
    help: '1トークンは英単語の約4分の3です。それより長い部分はサービスが切り捨てます。',
  },
  temperature: {
    title: '温度',
    help: '回答に含まれる偶然の度合いです。0 が最小です。省略すると、モデルの通常の値です。',
  },
  historyMessages: {
    title: 'モデルに見えるメッセージ',
    help: '会話の最後からこの件数です。内部メモは含まれません。',
  },
  timeoutSeconds: { ...longestWait, help: '回答全体の時間です。過ぎると失敗として扱われます。' },
}
const failureText = {
  title: '失敗時のテキスト',
  help: '回答が届かず、on_failure にアクションがないときに言います。',
}

export const texts: DesignerTexts = {
  actions: {
    text: {
      title: 'テキスト',
      help: 'テキストを言います。',
      fields: {
        text: {
          title: 'テキスト',
          help: 'チャットボットが言うことです。{{ user_name }} などの変数が埋め込まれます。',
        },
      },
    },
    image: {
      title: '画像',
      help: '画像を表示します。',
      fields: {
        url: {
          title: 'アドレス',
          help: '画像の場所です：https://…、または /logo.png のようなこのサイトのパス。',
        },
        alt: { title: '説明', help: '画像を見られない人のための、画像の内容です。' },
      },
    },
    video: {
      title: '動画',
      help: '会話の中で再生される動画を表示します。',
      fields: {
        url: {
          title: 'アドレス',
          help: '動画の場所です：https://…、または /tour.mp4 のようなこのサイトのパス。',
        },
        name: { title: '名前', help: '動画の横にコンタクトが読む文字です。省略すると、アドレスの最後の部分です。' },
      },
    },
    audio: {
      title: '音声',
      help: '会話の中で再生される音声を出します。',
      fields: {
        url: {
          title: 'アドレス',
          help: '音声の場所です：https://…、または /greeting.mp3 のようなこのサイトのパス。',
        },
        name: { title: '名前', help: '音声の横にコンタクトが読む文字です。省略すると、アドレスの最後の部分です。' },
      },
    },
    file: {
      title: 'ファイル',
      help: 'ダウンロードできるファイルを出します。',
      fields: {
        url: {
          title: 'アドレス',
          help: 'ファイルの場所です：https://…、または /prices.pdf のようなこのサイトのパス。',
        },
        name: { title: '名前', help: 'ファイルの横にコンタクトが読む文字です。省略すると、アドレスの最後の部分です。' },
      },
    },
    quick_replies: {
      title: 'クイック返信',
      help: 'クリックできる返信を出します。コンタクトが答えると消えます。',
      fields: {
        text: textAbove,
        replies: {
          title: '返信',
          help: 'テキストの下に表示され、コンタクトが答えると消えます。それぞれに、クリックされたときに実行するアクションを持たせられます。',
          each: { title: '返信', fields: { label, payload } },
        },
      },
    },
    buttons: {
      title: 'ボタン',
      help: '残り続けるボタンを表示します：リンク、電話番号、メールアドレス、返信。',
      fields: { text: textAbove, buttons },
    },
    card: {
      title: 'カード',
      help: 'タイトルと、あればサブタイトル、画像、ボタンのあるカードを表示します。',
      fields: card,
    },
    carousel: {
      title: 'カルーセル',
      help: '複数のカードを横に並べて表示します。',
      fields: {
        text: textAbove,
        cards: {
          title: 'カード',
          help: '横に並べて表示します。それぞれにタイトルと、あればサブタイトル、画像、ボタンがあります。',
          each: { title: 'カード', fields: card },
        },
      },
    },
    delay: {
      title: '待機',
      help: '次のアクションの前に待ちます。',
      fields: {
        seconds: {
          title: '秒',
          help: '待つ長さで、最長1時間です。0.5 は0.5秒です。',
        },
      },
    },
    input: {
      title: '入力',
      help: 'コンタクトが期待どおりに答えるまで待ち、回答を変数に保存します。',
      fields: {
        variable: { title: '変数', help: '回答を保存する場所です。' },
        expects: {
          title: '期待する回答',
          help: '何を回答とみなすかです。',
          options: {
            text: '任意のテキスト',
            pattern: 'パターンに一致するテキスト',
            email: 'メールアドレス',
            number: '数値',
            date: '日付',
            choice: '選択肢のどれか1つ',
          },
        },
        pattern: {
          title: 'パターン',
          help: '回答の中で探す正規表現（RE2）です。^ と $ で先頭と末尾に固定します。',
        },
        choices: {
          title: '選択肢',
          help: '有効な回答です。大文字と小文字、アクセント、句読点は区別されません。',
          each: { title: '選択肢', help: '有効な回答の1つです。' },
        },
        wrongReplies,
        maxTries,
      },
    },
    file_input: {
      title: 'ファイル入力',
      help: 'コンタクトが期待どおりの種類のファイルを送るまで待ち、その場所を変数に保存します。',
      fields: {
        variable: {
          title: '変数',
          help: '保存する場所です：file.name、file.url、file.content_type、file.size。',
        },
        kinds: {
          title: '種類',
          help: 'どのファイルが有効かです。省略すると、すべてのファイルです。',
          each: {
            title: '種類',
            help: '有効なファイルの種類の1つです。',
            options: {
              image: '画像',
              video: '動画',
              audio: '音声',
              document: '文書（PDF、テキスト、オフィス）',
            },
          },
        },
        maxMegabytes: {
          title: '最大サイズ（MB）',
          help: 'これより大きいファイルは無効です。最大 10 で、コンタクトが送れる上限です。',
        },
        wrongReplies,
        maxTries,
      },
    },
    rating: {
      title: '評価',
      help: 'コンタクトの満足度と、必要ならコメントを尋ねます。指標に数えられます（CSAT）。',
      fields: {
        text: textAbove,
        scale: {
          title: '尺度',
          help: 'コンタクトが選べる範囲です。',
          options: { stars: '星1つから5つ', thumbs: '親指を上または下' },
        },
        comment: {
          title: 'コメントを求める質問',
          help: '評価の後に尋ねます。そのときコンタクトが書いたものがコメントになります。省略すると尋ねません。',
        },
        skip: { title: 'コメントなし', help: 'コメントを省く返信です。' },
        variable: {
          title: '変数',
          help: '点数をさらに保存する場所です。点数は常に rating.score に、コメントは rating.comment に保存されます。',
        },
        wrongReplies,
        maxTries: {
          title: maxTries.title,
          help: '誤った回答がこの回数になると、チャットボットはあきらめて先に進みます。',
        },
      },
    },
    go_to: {
      title: '移動',
      help: '別のインタラクションで続けます。リストでこの下にあるものは実行されません。',
      fields: {
        behavior,
        interaction: {
          title: 'インタラクション',
          help: '移動先のインタラクションです。ビヘイビアがなければ、まずこの中で探します。',
        },
        to: {
          title: '場所',
          help: 'インタラクションの代わりの、名前のない場所です。',
          options: {
            start: 'チャットボットまたはビヘイビアの開始',
            previous: 'コンタクトが前にいた場所',
            fallback: 'フォールバック',
            bookmark: 'ブックマーク',
          },
        },
        cancelFurtherExecution: {
          title: '以降の実行を取り消す',
          help: 'このアクションがあるリストの後に実行されるはずだったものも取りやめます。',
        },
      },
    },
    bookmark: {
      title: 'ブックマーク',
      help: 'コンタクトがいるインタラクションを覚えて、そこに戻る「移動」に使えるようにします。',
    },
    condition: {
      title: '条件',
      help: '変数、タグ、チャネル、言語のいずれかに応じて、どちらかの分岐を実行します。',
      fields: {
        variable: {
          title: '変数',
          help: '調べる変数です。favorite.color のように内側も指定できます。',
        },
        tag: { title: 'タグ', help: '会話に付いている、または付いていないタグです。' },
        channel: { title: 'チャネル', help: '会話が行われるチャネルです。例：widget。' },
        locale: {
          title: '言語',
          help: 'コンタクトの言語です。de は de-AT も含み、de-AT はそれだけを指します。',
        },
        is: {
          ...comparison,
          help: '比較の方法です。',
          options: {
            equal: '等しい',
            not_equal: '等しくない',
            contains: '含む',
            matches: 'パターンに一致する',
            greater: 'より大きい',
            less: 'より小さい',
            set: '値がある',
            not_set: '値がない',
          },
        },
        value: {
          title: '値',
          help: '比較する相手です。「値がある」や、タグ、チャネル、言語の場合は不要です。',
        },
      },
    },
    random_split: {
      title: '無作為な分岐',
      help: '複数の分岐の1つを、重みに応じた頻度で無作為に実行します。',
      fields: {
        branches: {
          title: '分岐',
          help: '毎回あらためて1つが無作為に選ばれます。それぞれに、そのとき実行するアクションを持たせられます。',
          each: {
            title: '分岐',
            fields: {
              name: { title: '名前', help: '変数の中での分岐の名前です。例：A。' },
              weight: {
                title: '重み',
                help: '他と比べて選ばれる頻度です。3 は 1 の3倍、0 は選ばれません。',
              },
            },
          },
        },
        variable: {
          title: '変数',
          help: '後で結果を比べられるよう、分岐の名前を保存する場所です。省略できます。',
        },
      },
    },
    schedule_behavior: {
      title: 'ビヘイビアを予約',
      help: 'インタラクションを後で始め、すぐに先へ進みます。',
      fields: {
        behavior,
        interaction: {
          title: 'インタラクション',
          help: 'そのとき始まるインタラクションです。ビヘイビアがなければ、まずこの中で探します。',
        },
        after: { title: '経過時間', help: '今からどれだけ後かです。最長 90 日です。' },
        unit: {
          title: '単位',
          help: '数値が数えるものです。',
          options: { seconds: '秒', minutes: '分', hours: '時間', days: '日' },
        },
      },
    },
    end_conversation: {
      title: '会話を終了',
      help: '会話を終了します。次のメッセージで新しい会話が始まります。',
    },
    set_chat_operator_state: {
      title: 'チャットのオペレーター状態を設定',
      help: 'オペレーターを呼ぶ、オペレーターに会話を渡す、またはチャットボットに戻します。引き受けられると、インタラクションの残りは実行されません。誰も引き受けられなかった場合は、下のアクションが実行されます。',
      fields: {
        mode: {
          title: '状態',
          help: 'オペレーターを呼ぶ、オペレーターに会話を渡す、またはチャットボットに戻します。',
          options: {
            request_operator: 'オペレーターを呼ぶ',
            operator_takeover: 'オペレーターが引き受ける',
            chatbot_controlled: 'チャットボットが対応',
          },
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
      },
    },
    assign_conversation: {
      title: '会話を割り当て',
      help: '会話をオペレーターに渡すか、オペレーターを呼び、その後も見届けます：誰もいないとき、誰も来ないとき、引き渡されたとき。',
      fields: {
        mode: {
          title: '方法',
          help: 'すぐにオペレーターに渡すか、チャットボットが続けている間にオペレーターを呼びます。',
          options: { operator_takeover: 'オペレーターに渡す', request_operator: 'オペレーターを呼ぶ' },
        },
        operatorsGroup,
        operators: { ...onlyThese, help: 'グループの中のこの人たちだけです。省略すると、グループの全員です。' },
        assignOperator: {
          title: assignOperator.title,
          help: 'その中から1人を選ぶ方法です。省略すると、グループの順番または無作為です。',
          options: anybody,
        },
        onlyOnlineOperators,
        message: {
          title: '引き受け時のメッセージ',
          help: 'オペレーターに会話が渡る直前に、コンタクトに言います。',
        },
        timeoutSeconds: {
          ...longestWait,
          help: 'それまでに誰もリクエストを引き受けないと、そのための分岐が実行されます。リクエストは残ります。',
        },
      },
    },
    agent_state_check: {
      title: 'オペレーターを確認',
      help: 'オペレーターがいるとき、または手が空いているか忙しいときに、分岐を実行します。',
      fields: {
        group: {
          title: 'グループ',
          help: 'どのグループのオペレーターを見るかです。グループもオペレーターもなければ全員です。',
        },
        operator: { title: 'オペレーター', help: 'グループの代わりに見る、1人のオペレーターです。' },
        check: {
          title: '見るもの',
          help: '何を見るかです。',
          options: { status: '誰かがいるか', conversations: '会話がいくつあるか' },
        },
        is: {
          ...comparison,
          help: 'グループでは、「である」は1人でも該当すれば成り立ち、「でない」は誰も該当しないときに成り立ちます。',
          options: { is: 'である', is_not: 'でない' },
        },
        status: {
          title: 'ステータス',
          help: 'チームから見えるとおりです：オンライン、本人が選んだもの、または不在。',
          options: { online: 'オンライン', busy: '取り込み中', away: '離席中', offline: 'オフライン' },
        },
        than: {
          ...comparison,
          help: 'グループでは、「より少ない」はオンラインの1人でも該当すれば成り立ち、「より多い」は全員がそれより多いときに成り立ちます。',
          options: { below: 'より少ない', above: 'より多い' },
        },
        count: { title: '会話', help: '比較する数です。' },
      },
    },
    calendar_check: {
      title: '営業時間を確認',
      help: '営業時間内と営業時間外で、別の分岐を実行します。',
      fields: {
        group: {
          title: '営業時間の対象',
          help: '営業時間を見るグループです。なければワークスペースの営業時間です。',
        },
      },
    },
    create_conversation_url: {
      title: '会話へのリンクを作成',
      help: 'オペレーターがこの会話を見つけるためのリンクを、メールや他のシステム向けに作ります。',
      fields: {
        hours: { title: '有効期間（時間）', help: '過ぎるとリンクはどこにもつながりません。' },
        takesOver: {
          title: '開いたときに引き受ける',
          help: 'それまでに他の誰も担当していなければ、最初に開いたオペレーターが会話を担当します。',
        },
        handsOver: {
          title: '最後に引き渡す',
          help: 'リンクが終わったとき、そのオペレーターがまだ担当していれば、会話はチャットボットに戻ります。',
        },
        variable: {
          title: '変数',
          help: 'リンクを保存する場所です。省略すると conversation_share_url です。',
        },
      },
    },
    notify_operators: {
      title: 'オペレーターに知らせる',
      help: 'この会話のことをオペレーターにデスクで、必要ならメールでも知らせます。担当は変わりません。',
      fields: {
        text: {
          title: 'テキスト',
          help: '知らせる内容です。コンタクトには見えないメモとして会話に残ります。',
        },
        group: { title: 'グループ', help: 'どのグループのオペレーターに知らせるかです。省略すると全員です。' },
        operators: { ...onlyThese, help: 'グループの中のこの人たちだけです。省略すると、グループ全体です。' },
        byMail: {
          title: 'メールでも',
          help: '会話へのリンクを付けて、それぞれに送ります。メールサーバーが必要です。',
        },
      },
    },
    add_note: {
      title: 'メモを追加',
      help: 'オペレーターだけに見えるメモを残します。',
      fields: {
        text: { title: 'メモ', help: 'オペレーターが知っておくべきことです。変数が埋め込まれます。' },
      },
    },
    set_variable: {
      title: '変数を設定',
      help: '会話の変数を設定または変更します。',
      fields: {
        variable: {
          title: '変数',
          help: '変更する変数です。favorite.color のように内側も指定できます。',
        },
        value: {
          title: '値',
          help: 'テキスト、数値、真または偽、リスト、オブジェクトのいずれかです。変数が埋め込まれます。空にする場合は不要です。',
        },
        how: {
          title: '方法',
          help: '今ある値をどうするかです。',
          options: {
            overwrite: '上書きする',
            append: 'リストに追加する',
            concatenate: 'テキストの末尾に追加する',
            add: '数を足す',
            subtract: '数を引く',
            multiply: '数を掛ける',
            divide: '数で割る',
            replace: '中を置き換える',
            remove: '中から取り除く',
            clear: '空にする',
          },
        },
      },
    },
    set_tag: { title: 'タグを追加', help: '会話にタグを付けます。', fields: { tag } },
    drop_tag: { title: 'タグを外す', help: '会話からタグを外します。', fields: { tag } },
    http_request: {
      title: 'HTTP リクエスト',
      help: '他のシステムに問い合わせ、応答の一部を変数に保存します。',
      fields: {
        method: {
          title: 'メソッド',
          help: 'GET は読み取り、その他は変更します。',
          options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
        },
        url: address,
        headers: {
          title: 'ヘッダー',
          help: 'リクエストに付ける名前と値です。',
          each: { title: 'ヘッダー', help: 'ヘッダーの値です。' },
        },
        body: {
          title: '本文',
          help: 'テキスト、または JSON として送るオブジェクトかリストです。GET では使えません。変数が埋め込まれます。',
        },
        map: {
          title: '応答から保存',
          help: '応答から取り出すものと、保存する変数です。',
          each: {
            title: '対応付け',
            fields: {
              path: {
                title: 'パス',
                help: '応答の中の場所です：data.items[0].name または /data/items/0/name。空の場合は応答全体です。',
              },
              variable: { title: '変数', help: '保存する場所です。' },
            },
          },
        },
        timeoutSeconds: { ...longestWait, help: '過ぎるとリクエストは失敗として扱われます。' },
      },
    },
    send_email: {
      title: 'メールを送信',
      help: 'この環境のメールサーバーでメールを送ります。',
      fields: {
        to: {
          title: '宛先',
          help: 'メールアドレス、またはコンマで区切って 10 件まで。変数が埋め込まれます。',
        },
        subject: { title: '件名', help: '1行です。変数が埋め込まれます。' },
        text: { title: 'テキスト', help: 'プレーンテキストです。変数が埋め込まれます。' },
        replyTo: {
          title: '返信先',
          help: '返信が届く先です。例：{{ user_email }}。省略すると、このサーバーの送信者です。',
        },
      },
    },
    trigger_webhook: {
      title: 'Webhook を呼び出す',
      help: '会話のことを署名付きで他のシステムに伝え、すぐに先へ進みます。',
      fields: {
        url: address,
        secret: {
          title: 'シークレット',
          help: 'whsec_… で、base64 で 24 バイト以上です。他のシステムはこれで署名を検証します。',
        },
        event: {
          title: 'イベント',
          help: '他のシステムに伝える出来事の名前です：英字、数字、ピリオド、アンダースコア。',
        },
        variables: {
          title: '変数',
          help: '送る変数です。省略するとすべてです。',
          each: { title: '変数', help: '送る変数の1つです。' },
        },
      },
    },
    script: {
      title: 'スクリプト',
      help: '変数を読み、いくつかを返す JavaScript を実行します。',
      fields: {
        code: {
          title: 'コード',
          help: '関数の本体です。変数は `variables` にあり、新しい値のオブジェクトを返します。',
        },
        timeoutMilliseconds: {
          title: '最長の時間（ミリ秒）',
          help: 'プロセッサーの時間です。過ぎるとスクリプトは失敗として扱われます。',
        },
      },
    },
    ai_reply: {
      title: 'AI の回答',
      help: '言語モデルにコンタクトへ一度だけ回答させるか、その回答を変数に保存します。',
      fields: {
        ...model,
        variable: {
          title: '変数',
          help: '回答を言う代わりに、ここに保存します。省略すると言います。',
        },
        failureText,
      },
    },
    ai_conversation: {
      title: 'AI との会話',
      help: 'モデルが終えるか、上限に達するか、オペレーターが呼ばれるまで、コンタクトに言語モデルと話してもらいます。',
      fields: {
        ...model,
        maxAnswers: {
          title: '最大の回答数',
          help: '回答がこの数になると、チャットボットがモデルから会話を引き取ります。',
        },
        maxTokensInAll: {
          title: 'トークンの合計の上限',
          help: 'すべての回答で読み書きされた合計です。これを超えた回答が最後になります。',
        },
        operatorsGroup,
        assignOperator,
        operator,
        onlyOnlineOperators,
        requestText: {
          title: '人を呼ぶときのテキスト',
          help: 'モデルがオペレーターを呼ぶときに自分では何も言わない場合に言います。',
        },
        onFailureRequest: {
          title: '失敗時にオペレーターを呼ぶ',
          help: '回答が届かない場合、on_failure のアクションが実行される前にオペレーターを呼びます。',
        },
        failureText,
      },
    },
    privacy_opt_in: {
      title: '同意の確認',
      help: 'コンタクトに同意を求め、回答を待ち、時刻とともに保存します。',
      fields: {
        flag,
        text: {
          title: 'テキスト',
          help: 'コンタクトに同意を求める内容です：どのデータを、何のために、どれだけの期間か。',
        },
        accept: { title: '同意', help: '同意するボタンです。' },
        decline: { title: '拒否', help: '拒否するボタンです。' },
        askAgain: {
          title: 'もう一度尋ねる',
          help: 'この会話ですでに同意したコンタクトにも尋ねます。',
        },
        wrongReplies,
        maxTries,
      },
    },
    privacy_flag_condition: {
      title: '同意の条件',
      help: 'コンタクトの同意に応じて、どちらかの分岐を実行します。',
      fields: {
        flag,
        is: {
          title: '回答',
          help: 'コンタクトの回答です。',
          options: { granted: '同意した', refused: '拒否した', not_asked: '答えていない' },
        },
      },
    },
    forget_user: {
      title: 'コンタクトを消去',
      help: 'コンタクトのすべてを消去します：すべての会話、変数、ファイル。',
    },
  },
}
