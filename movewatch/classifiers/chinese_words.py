"""Words and names of companies in Chinese characters, kana and hangul. Data. Pure.

General words are what dictionaries say; names are what the companies call themselves in English.
"""

from typing import Final

from movewatch.classifiers.text import word_set

SIMPLIFIED: Final = str.maketrans(
    "國電車銀業發華聯東廣龍匯豐鐵鋼機藥務實產資際團險貿設備網訊飛遠寶澤灣對會軟體術環亞開創製藝門長萬萊聖達進運輸礦學醫療樂視頻圖書館導鴻積寧蘇鄭漢濟島慶廈連齊爾濱愛"
    "発広沢鉄気価総経済処桜変圧県区単営厳応薬芸斉竜動売協連読検険錬顔営証戦続択訳釈払為爲陽來陸運銷飾齡麗紅貴鷹鴻順壽",
    "国电车银业发华联东广龙汇丰铁钢机药务实产资际团险贸设备网讯飞远宝泽湾对会软体术环亚开创制艺门长万莱圣达进运输矿学医疗乐视频图书馆导鸿积宁苏郑汉济岛庆厦连齐尔滨爱"
    "发广泽铁气价总经济处樱变压县区单营严应药艺齐龙动卖协连读检险炼颜营证战续择译释拂为为阳来陆运销饰龄丽红贵鹰鸿顺寿",
)
"""Traditional and Japanese forms of characters, as simplified ones."""

_GENERAL: Final = """
bank 银行 은행|international 国际|group 集团 그룹 グループ|holdings 控股 홀딩스 ホールディングス
technology 科技 技术 テクノロジー
electronics 电子 전자 エレクトロニクス|electric 电机 电气 전기|power 电力|communications 通信 通讯|telecom 电信
network 网络 ネットワーク
insurance 保险 보험|life 人寿 生命|securities 证券 증권|investment 投资|trust 信托|asset 资产|management 管理
finance 金融 财务
trading 贸易 商事|trade 商务|industry 工业 产业 实业|heavy 重|heavy industries 重工业 重工 중공업
steel 钢铁 制铁 제철|chemical 化学 化工 화학
pharmaceutical 制药 药品 薬品|medicine 医药|medical 医疗|biotechnology 生物|automobile 汽车 자동차|motor 自动车
machinery 机械
engineering 工程|construction 建设 건설|architecture 建筑|real estate 房地产 不动产|property 地产
logistics 物流|transport 运输
airlines 航空|shipping 海运 航运|railway 铁道 铁路|oil 石油|gas 天然气|petrochemical 石化|energy 能源 에너지
environment 环境|water 水务
food 食品|beverage 饮料|textile 纺织|department store 百货|retail 零售|hotel 酒店|media 传媒|culture 文化
education 教育|information 信息 情报
software 软件 ソフト ソフトウェア|system 系统 システム|systems システムズ|service サービス 服务
services サービシズ|design 设计|research 研究|institute 研究所 研究院
university 大学 大学校|hospital 医院 病院|association 协会|consulting 咨询 コンサルティング
semiconductor 半导体|display 显示|materials 材料
digital 数码|internet 互联网|mobile 移动|unicom 联通|development 开发 发展|manufacturing 制造 製造 制作所
new energy 新能源
commercial 商业|agricultural 农业|industrial and commercial 工商|communications 交通|merchants 招商
construction 建筑工程|national 国家
japan 日本 ジャパン|china 中国|korea 韩国|taiwan 台湾|hong kong 香港|america 美国|germany 德国|singapore 新加坡
asia 亚洲|europe 欧洲
beijing 北京|shanghai 上海|shenzhen 深圳|guangzhou 广州|guangdong 广东|hangzhou 杭州|nanjing 南京|suzhou 苏州
tianjin 天津|wuhan 武汉
chengdu 成都|chongqing 重庆|dalian 大连|qingdao 青岛|xiamen 厦门|tokyo 东京|osaka 大阪|kyoto 京都
hokkaido 北海道|zhejiang 浙江|jiangsu 江苏
shandong 山东|sichuan 四川|fujian 福建|hunan 湖南|hubei 湖北|henan 河南|hebei 河北|anhui 安徽
"""

_NAMES: Final = """
alibaba 阿里巴巴|ant 蚂蚁|baidu 百度|bytedance 字节跳动|tencent 腾讯|huawei 华为|xiaomi 小米|lenovo 联想
zte 中兴|haier 海尔|hisense 海信|midea 美的
gree 格力|tcl 王牌|byd 比亚迪|geely 吉利|great wall 长城|saic 上汽|faw 一汽|dongfeng 东风|chery 奇瑞
catl 宁德时代|longi 隆基|netease 网易|jd 京东
meituan 美团|pinduoduo 拼多多|didi 滴滴|weibo 微博|sinopec 中国石化 中石化|petrochina 中石油|cnooc 中海油
sinochem 中化|cofco 中粮|citic 中信
ping an 平安|vanke 万科|evergrande 恒大|wanda 万达|fosun 复星|hikvision 海康威视|dji 大疆|boe 京东方|smic 中芯
hsbc 汇丰|foxconn 富士康|hon hai 鸿海
tsmc 台积电|mediatek 联发科|acer 宏碁 宏基|asus 华硕|delta 台达|evergreen 长荣|cosco 中远|crrc 中车
icbc 工商银行|agricultural bank 农业银行
toyota 丰田 トヨタ|honda 本田 ホンダ|nissan 日产|mazda マツダ|subaru スバル|suzuki 铃木 スズキ|mitsubishi 三菱
mitsui 三井|sumitomo 住友|mizuho みずほ
hitachi 日立|toshiba 东芝|fujitsu 富士通|fuji 富士|sony 索尼 ソニー|panasonic 松下 パナソニック
sharp 夏普 シャープ|canon 佳能 キヤノン|nikon 尼康 ニコン
nintendo 任天堂|softbank 软银|rakuten 乐天 楽天|takeda 武田|shiseido 资生堂|kirin 麒麟 キリン|asahi 朝日 アサヒ
suntory サントリー|komatsu 小松|kubota クボタ
denso 电装 デンソー|bridgestone 普利司通 ブリヂストン|nomura 野村|daiwa 大和|itochu 伊藤忠|marubeni 丸红
kawasaki 川崎|yamaha 雅马哈 ヤマハ|seiko 精工 セイコー
olympus オリンパス|ricoh 理光 リコー|kyocera 京瓷 京セラ|murata 村田|keyence キーエンス|daikin 大金 ダイキン
sega セガ|uniqlo 优衣库|aeon イオン
samsung 三星 삼성|hyundai 现代 현대|kia 起亚 기아|lg 엘지|sk 에스케이|lotte 롯데|doosan 두산|hanwha 한화
posco 浦项 포스코|naver 네이버|kakao 카카오|celltrion 셀트리온
apple 苹果 アップル|microsoft 微软 マイクロソフト|google 谷歌 グーグル|amazon 亚马逊 アマゾン
intel 英特尔 インテル|cisco 思科 シスコ|oracle 甲骨文 オラクル|ibm 国际商业机器
siemens 西门子 シーメンス|bosch 博世 ボッシュ|basf 巴斯夫|bayer 拜耳 バイエル|volkswagen 大众|bmw 宝马
mercedes benz 奔驰|philips 飞利浦 フィリップス|unilever 联合利华
nestle 雀巢 ネスレ|coca cola 可口可乐|pepsi 百事|mcdonalds 麦当劳|starbucks 星巴克|walmart 沃尔玛
carrefour 家乐福|ikea 宜家|shell 壳牌|total 道达尔|airbus 空中客车
ericsson 爱立信|nokia 诺基亚|schneider 施耐德|procter gamble 宝洁|johnson johnson 强生|pfizer 辉瑞 ファイザー
novartis 诺华|roche 罗氏|deloitte 德勤|pwc 普华永道
"""

_FORMS: Final = word_set(
    "股份有限公司 有限责任公司 有限公司 责任公司 总公司 分公司 公司 株式会社 合同会社 有限会社 合名会社 合资会社 "
    "一般社团法人 社团法人 财团法人 주식회사 유한회사 유한책임회사 재단법인 (株) (주) ㈱ ㈜ (有) (유)"
)

FORMS: Final = tuple(sorted((form.translate(SIMPLIFIED) for form in _FORMS), key=lambda form: (-len(form), form)))
"""Legal forms, written without spaces, longest first."""

WORDS: Final = {
    word.translate(SIMPLIFIED): english
    for text in (_GENERAL, _NAMES)
    for line in text.strip().splitlines()
    for entry in line.split("|")
    for english in [" ".join(part for part in entry.split() if part.isascii())]
    for word in entry.split()
    if not word.isascii()
}
"""What is written in Chinese characters (simplified), kana or hangul, and what it is in English."""
