/** Emoji with what they are called in English, the most telling name first. The same ones in every language. */
export const emoji = `
😀 grinning, happy
😃 smile, open mouth
😄 laugh, smiling eyes
😁 beaming, teeth
😅 relief, sweat
😂 tears of joy, funny
🙂 slight smile
🙃 upside down
😉 wink
😊 blush, friendly
😇 angel, innocent
🥰 in love, hearts
😍 heart eyes
🤩 star eyes, excited
😘 kiss
😋 delicious, tongue
😎 cool, sunglasses
🤓 nerd, glasses
🧐 monocle, look closely
🤔 thinking
🤨 doubt, raised eyebrow
😐 neutral
😑 expressionless
😶 silent, no mouth
🙄 rolling eyes
😏 smirk
😬 grimace, awkward
😌 calm, relieved
😔 pensive, sad
😴 sleep, tired
😷 mask, ill
🤒 fever, thermometer
🤕 hurt, bandage
🤢 nausea
🤯 mind blown
🥳 party, celebrate
😕 confused
😟 worried
🙁 frown
😮 surprised
😲 astonished
🥺 pleading, please
😢 cry, tear
😭 sob, loud crying
😱 scream, fear
😞 disappointed
😓 sweat, downcast
😩 weary
😤 steam, triumph
😠 angry
😡 furious, red
🤬 swearing
💀 skull
👻 ghost
🤖 robot, bot
👍 thumbs up, yes, good
👎 thumbs down, no, bad
👌 okay, perfect
✌️ peace, victory
🤞 fingers crossed, luck
🤝 handshake, agreed
👏 clap, applause
🙌 raised hands, hooray
🙏 thanks, please, pray
💪 strong, muscle
👋 wave, hello, goodbye
✋ stop, hand
👉 point right
👈 point left
👆 point up
👇 point down
✍️ write, hand
👀 eyes, look
🧠 brain
🤷 shrug, no idea
🙋 raise hand, me
🙇 bow, sorry
🤦 facepalm
❤️ red heart, love
🧡 orange heart
💛 yellow heart
💚 green heart
💙 blue heart
💜 purple heart
🖤 black heart
💔 broken heart
💯 hundred, full score
💥 bang, boom
💫 dizzy, star
💬 speech bubble, chat
💤 sleep, zzz
🔥 fire, hot
✨ sparkles, new
⭐ star
🎉 party popper, congratulations
🎊 confetti ball
🎁 gift, present
🎂 birthday cake
🏆 trophy, winner
🥇 gold medal, first
✅ done, check, yes
☑️ ticked box
✔️ check mark
❌ cross, no, wrong
❗ exclamation, important
❓ question mark
⚠️ warning
⛔ no entry
🚫 forbidden
ℹ️ information
🆕 new
🆗 ok
🔴 red circle
🟡 yellow circle
🟢 green circle
🔵 blue circle
➡️ arrow right
⬅️ arrow left
⬆️ arrow up
⬇️ arrow down
🔁 repeat, again
🔍 search, magnifier
🔒 lock, closed
🔓 unlock, open
🔑 key, password
🔔 bell, reminder
🔕 bell off, mute
📌 pin
📎 paper clip, attachment
📝 note, memo
📄 document, page
📅 calendar, date
📈 chart up, growth
📉 chart down
📊 bar chart, figures
📦 parcel, package, delivery
📧 e-mail
📞 telephone, call
📱 mobile phone
💻 laptop, computer
🖥️ screen, desktop
⌨️ keyboard
🖨️ printer
📷 camera, photo
🎥 film, video
🎵 music, note
💡 idea, light bulb
🔧 wrench, repair
🔨 hammer
⚙️ gear, settings
🛒 shopping cart
💳 credit card, payment
💰 money
💶 euro
🧾 receipt, bill
🏠 house, home
🏢 office
🏦 bank
🚚 truck, delivery
🚲 bicycle
🚗 car
🚆 train
✈️ airplane, flight
🌍 world, earth
☀️ sun
🌧️ rain
❄️ snow, cold
⚡ lightning, fast
🌱 seedling, plant
🌸 blossom, flower
🐛 bug, error
🐶 dog
🐱 cat
☕ coffee
🍕 pizza
🍰 cake
🍎 apple
⏰ alarm clock
⏳ hourglass, wait
⌚ watch, time
🚀 rocket, launch
`
