sign-in-title = تسجيل الدخول
sign-in-name = اسم الدخول
sign-in-passphrase = عبارة السر
sign-in-button = ادخل
sign-in-wrong = الاسم أو عبارة السر غير صحيحة. حاول مرة أخرى.
sign-in-wrong-passphrase = عبارة السر غير صحيحة. حاول مرة أخرى.
sign-in-wait-seconds = { $n ->
    [zero] حاول مرة أخرى الآن.
    [one] انتظر ثانية واحدة، ثم حاول مرة أخرى.
    [two] انتظر ثانيتين، ثم حاول مرة أخرى.
    [few] انتظر { $n } ثوانٍ، ثم حاول مرة أخرى.
    [many] انتظر { $n } ثانية، ثم حاول مرة أخرى.
   *[other] انتظر { $n } ثانية، ثم حاول مرة أخرى.
}
sign-in-wait-minutes = { $n ->
    [zero] حاول مرة أخرى الآن.
    [one] انتظر دقيقة واحدة، ثم حاول مرة أخرى.
    [two] انتظر دقيقتين، ثم حاول مرة أخرى.
    [few] انتظر { $n } دقائق، ثم حاول مرة أخرى.
    [many] انتظر { $n } دقيقة، ثم حاول مرة أخرى.
   *[other] انتظر { $n } دقيقة، ثم حاول مرة أخرى.
}
sign-in-shared-title = لا أحد يستطيع الدخول هنا
sign-in-shared-why = الدروس على العنوان نفسه. قد تتصرف باسمك.
sign-in-shared-do = اطلب من التقني عنوانًا آخر للدروس.
sign-in-again-title = اكتب عبارة السر مرة أخرى
sign-in-again-why = كان الصندوق هادئًا خمس عشرة دقيقة.
sign-in-forgot-title = هل نسيت عبارة السر؟
sign-in-forgot-ask = اطلب رمزًا من المدير أو التقني.
sign-in-have-code = عندي رمز
sign-in-have-sheet = عندي ورقة الاستعادة
sign-in-passphrase-new = عبارة السر الجديدة
sign-in-passphrase-hint = اجمع أربع كلمات. ستتذكرها.
sign-in-passphrase-short = اجعلها أطول: عشرة أحرف على الأقل.
sign-in-passphrase-long = اجعلها أقصر: 128 حرفًا على الأكثر.
sign-in-passphrase-common = تخمينها سهل. اختر كلمات أخرى.
sign-in-passphrase-name = الآخرون يعرفون هذا الاسم. اختر كلمات أخرى.
me-title = هذا أنت
me-passphrase-title = اختر عبارة سر جديدة
me-passphrase-button = غيّرها
me-passphrase-done = عبارتك جديدة الآن. خرجت الهواتف الأخرى.
me-sign-out = تسجيل الخروج
me-sign-out-here = اخرج من هذا الهاتف
me-everywhere = اخرج من كل الهواتف
me-everywhere-title = هل تخرج من كل الهواتف؟
me-everywhere-text = سيطلب كل هاتف عبارة السر.
me-everywhere-yes = نعم، اخرج من كل مكان
me-everywhere-no = لا، ابقَ هنا
setup-title = جهّز هذا الصندوق
setup-text = ابحث عن الرمز على الصندوق نفسه.
setup-code-wrong = هذا ليس رمز التجهيز. انظر مرة أخرى.
setup-button = جهّز
setup-done-title = هذا الصندوق جاهز
setup-done-do = ادخل باسمك.
setup-lost-title = فقد هذا الصندوق التقني
setup-lost-do = أعد التقني.
setup-lost-go = أعد التقني
join-title = انضمّ إلى صندوق المدرسة
join-text = اكتب الرمز الذي أُعطي لك.
join-code = الرمز
join-code-button = تابع
join-code-wrong = هذا الرمز لا يفتح شيئًا. اطلب غيره.
join-as-teacher = ستصبح معلّمًا هنا.
join-as-head = ستصبح مدير المدرسة هنا.
join-as-technician = ستصبح تقنيًا هنا.
join-mend-title = اختر عبارة سر جديدة
join-name = اسمك
join-name-hint = يراه زملاؤك.
join-name-none = اكتب اسمك.
join-name-long = اجعل الاسم أقصر: 60 حرفًا على الأكثر.
join-sign-in-none = اكتب اسم دخول.
join-taken = هذا الاسم لغيرك. اختر اسمًا آخر.
join-button = احفظ وادخل
recover-title = أعد تقنيًا
recover-text = اكتب الحروف التي على ورقة الاستعادة.
recover-names = اكتب اسم دخولك، أو اسمًا جديدًا.
recover-stick-title = لا ورقة معك؟ استعمل ذاكرة صغيرة
recover-stick-file = أنشئ ملفًّا فارغًا: { $file }
recover-stick-plug = صِل الذاكرة بالصندوق. انتظر.
recover-stick-read = اقرأ الرمز في { $file }.
recover-stick-type = اكتب الرمز في الأعلى.
recover-file = رمزك: { $code }. افتح { $address } واكتبه خلال ساعة.
sheet-title = ورقة الاستعادة
sheet-why = تعيدك بلا عبارة السر.
sheet-made = لديك ورقة. الجديدة تحلّ محلّها.
sheet-once = لن ترى هذه الحروف إلا الآن.
sheet-print = اطبع هذه الصفحة، أو انسخها.
sheet-lock = احفظها في مكان مقفل. لا تُرها أحدًا.
sheet-use = نسيت عبارة السر؟ افتح { $address }
sheet-kept = حفظتها
sheet-make = اصنع ورقتي
sheet-again = اصنع ورقة جديدة
sheet-later = لاحقًا
