player-back = رجوع
player-turn = دور شخص آخر
player-cannot-play = هاتفك لا يشغّل هذا. احفظه.
player-book-open = افتح الكتاب
player-book-page = توقّفت عند الصفحة { $n }.
player-book-how = ارجع إلى هنا عندما تنتهي.
player-done = انتهيت
player-tell = أخبر صديقك بما تعلّمت.
